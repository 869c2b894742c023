using System.Net.Sockets;
using System.Threading.Channels;

namespace Cluster.SlowLinks.Links;

/// <summary>One direction of a link: bytes wait until the line is free, take their time on it, and arrive after the delay.</summary>
internal sealed class LinkDirection(LinkSpeed speed, TimeProvider time)
{
    private const int ChunkBytes = 16 * 1024;

    private readonly Lock _line = new();
    // As on a real line no more is on its way than fits; then the sender waits.
    private readonly int _chunksOnTheWay = 16 + (int)(speed.BitsPerSecond / 8 * speed.Delay.TotalSeconds / ChunkBytes);
    private long _freeAt = time.GetTimestamp();

    /// <summary>Carries bytes from one socket to another until the first has no more.</summary>
    public async Task Carry(Socket from, Socket to)
    {
        Channel<(long Due, byte[] Bytes)> way = Channel.CreateBounded<(long, byte[])>(_chunksOnTheWay);
        Task arriving = Arrive(way.Reader, to);
        try
        {
            byte[] buffer = new byte[ChunkBytes];
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;) await way.Writer.WriteAsync((Depart(count), buffer[..count]));
        }
        catch (SocketException)
        {
            // A broken connection ends for the other side as well, once what was sent before has arrived.
        }
        finally
        {
            way.Writer.Complete();
        }

        await arriving;
    }

    private async Task Arrive(ChannelReader<(long Due, byte[] Bytes)> way, Socket to)
    {
        await foreach ((long due, byte[] bytes) in way.ReadAllAsync())
        {
            TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), due);
            if (left > TimeSpan.Zero) await Task.Delay(left, time);
            for (int sent = 0; sent < bytes.Length;) sent += await to.SendAsync(bytes.AsMemory(sent));
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private long Depart(int bytes)
    {
        long needed = (long)(bytes * 8 / speed.BitsPerSecond * time.TimestampFrequency);
        lock (_line)
        {
            _freeAt = Math.Max(_freeAt, time.GetTimestamp()) + needed;
            return _freeAt + (long)(speed.Delay.TotalSeconds * time.TimestampFrequency);
        }
    }
}
