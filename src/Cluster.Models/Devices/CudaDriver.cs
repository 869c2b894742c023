using System.Runtime.InteropServices;
using System.Text;

namespace Cluster.Models.Devices;

/// <summary>
/// NVIDIA's driver, asked through its C interface, whose names and numbers do not change between versions. TorchSharp does not tell what a
/// GPU is; and the driver can say that there is one where libtorch was built without CUDA.
/// </summary>
/// <remarks>CUDA driver API, sections "Device Management" and "Initialization": https://docs.nvidia.com/cuda/cuda-driver-api/.</remarks>
internal sealed unsafe class CudaDriver : IGpuDriver
{
    private const string LibraryName = "libcuda.so.1";
    private const int NoDevice = 100; // CUDA_ERROR_NO_DEVICE

    // CUdevice_attribute
    private const int MultiprocessorCount = 16;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    public IReadOnlyList<GpuInfo> List(out string reason)
    {
        if (!NativeLibrary.TryLoad(LibraryName, out nint library))
        {
            reason = $"NVIDIA's driver ({LibraryName}) is not installed";
            return [];
        }

        try
        {
            int code = ((delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit"))(0);
            int count = 0;
            if (code == 0) code = ((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDeviceGetCount"))(&count);
            reason = code == NoDevice || (code == 0 && count == 0) ? "the driver sees no GPU"
                : code == 0 ? ""
                : FormattableString.Invariant($"the driver answers with error {code}");
            return code == 0 ? [.. Enumerable.Range(0, count).Select(number => Describe(library, number))] : [];
        }
        catch (EntryPointNotFoundException missing)
        {
            reason = $"{LibraryName} is not NVIDIA's driver: {missing.Message}";
            return [];
        }
    }

    private static GpuInfo Describe(nint library, int number)
    {
        int device;
        Check(((delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet"))(&device, number));
        Span<byte> name = stackalloc byte[256];
        fixed (byte* first = name)
            Check(((delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetName"))(first, name.Length, device));
        nuint memory;
        Check(((delegate* unmanaged<nuint*, int, int>)NativeLibrary.GetExport(library, "cuDeviceTotalMem_v2"))(&memory, device));
        string model = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        return new GpuInfo(
            number, model, (long)memory, Attribute(library, device, CapabilityMajor), Attribute(library, device, CapabilityMinor),
            Attribute(library, device, MultiprocessorCount));
    }

    private static int Attribute(nint library, int device, int attribute)
    {
        int value;
        Check(((delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetAttribute"))(&value, attribute, device));
        return value;
    }

    private static void Check(int code)
    {
        if (code != 0) throw new DeviceUnavailableException(FormattableString.Invariant($"NVIDIA's driver answers with error {code}"));
    }
}
