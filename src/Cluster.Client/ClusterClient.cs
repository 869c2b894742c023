using Cluster.Client.Access;
using Cluster.Client.Connections;
using Cluster.Client.Errors;
using Cluster.Client.Models;
using Cluster.Client.Watching;
using Cluster.V1;
using Grpc.Core;

namespace Cluster.Client;

/// <summary>
/// Everything a server can be asked. Failures are <see cref="ClusterException"/>s with a sentence for people. Calls with one
/// answer take at most 30 s and are repeated if the connection breaks; streams are taken up again where they ended.
/// </summary>
public sealed partial class ClusterClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly TimeProvider _time;

    /// <summary>Makes a client; it connects at the first call.</summary>
    /// <param name="address">Where the server is.</param>
    /// <param name="time">Clock for deadlines and waits.</param>
    /// <param name="access">What is shown to the server; null for nothing.</param>
    public ClusterClient(ServerAddress address, TimeProvider time, ClientAccess? access = null)
    {
        _connection = new ServerConnection(address, access ?? ClientAccess.None, time);
        _time = time;
    }

    /// <summary>Starts a job, once, even if the call has to be repeated.</summary>
    /// <param name="spec">What to train.</param>
    /// <param name="validateOnly">Only check the spec and return what the job would be.</param>
    /// <param name="cancel">Ends the call, not the job.</param>
    /// <exception cref="ClusterException">Usage: the spec is wrong; carries all violations.</exception>
    public Task<Job> SubmitAsync(JobSpec spec, bool validateOnly = false, CancellationToken cancel = default)
    {
        CreateJobRequest request = new() { Spec = spec, RequestId = Guid.NewGuid().ToString(), ValidateOnly = validateOnly };
        return _connection.CallAsync((invoker, options) => Jobs(invoker).CreateJobAsync(request, options), cancel);
    }

    /// <summary>Returns a job.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such job.</exception>
    public Task<Job> GetJobAsync(string job, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Jobs(invoker).GetJobAsync(new GetJobRequest { Id = job }, options), cancel);

    /// <summary>Returns all jobs, newest first.</summary>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancel = default)
    {
        List<Job> jobs = [];
        ListJobsRequest request = new();
        do
        {
            ListJobsResponse page = await _connection.CallAsync(
                (invoker, options) => Jobs(invoker).ListJobsAsync(request, options), cancel);
            jobs.AddRange(page.Jobs);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return jobs;
    }

    /// <summary>Asks a job to stop; returns before it has.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such job. Usage: it has ended already.</exception>
    public Task<Job> CancelJobAsync(string job, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Jobs(invoker).CancelJobAsync(new CancelJobRequest { Id = job }, options), cancel);

    /// <summary>Asks a job to free its devices and wait; returns before it does.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such job. Usage: it has ended already.</exception>
    public Task<Job> PauseJobAsync(string job, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Jobs(invoker).PauseJobAsync(new PauseJobRequest { Id = job }, options), cancel);

    /// <summary>Lets a paused job go on.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such job. Usage: it is not paused.</exception>
    public Task<Job> ResumeJobAsync(string job, CancellationToken cancel = default) =>
        _connection.CallAsync((invoker, options) => Jobs(invoker).ResumeJobAsync(new ResumeJobRequest { Id = job }, options), cancel);

    /// <summary>Lets a worker make a step of a job again, at most for an hour. The job does not notice.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="maxSteps">Most steps to make from the nearest checkpoint; 0 for 1000.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such job. Usage: the step was not made yet, or no checkpoint is near.</exception>
    public Task<ReplayedStep> ReplayStepAsync(string job, long step, long maxSteps = 0, CancellationToken cancel = default)
    {
        ReplayStepRequest request = new() { Id = job, Step = step, MaxSteps = maxSteps };
        return _connection.CallAsync((invoker, options) => Jobs(invoker).ReplayStepAsync(request, options), cancel, TimeSpan.FromHours(1));
    }

    /// <summary>Returns a job's events: first those that happened, then new ones until its end.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="afterSequence">Only events after this one; 0 for all.</param>
    public JobWatcher Watch(string job, long afterSequence = 0) => new(_connection, job, afterSequence, _time);

    /// <summary>Says what the network of a spec looks like, without training it.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">Usage: the spec is wrong; carries all violations.</exception>
    public Task<ModelSummary> SummarizeAsync(JobSpec spec, CancellationToken cancel = default) =>
        _connection.CallAsync(
            (invoker, options) => Jobs(invoker).SummarizeModelAsync(new SummarizeModelRequest { Spec = spec }, options), cancel);

    /// <summary>Returns a model.</summary>
    /// <param name="model">Its id, which is that of its job.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such model.</exception>
    public Task<Model> GetModelAsync(string model, CancellationToken cancel = default) =>
        _connection.CallAsync(
            (invoker, options) => Library(invoker).GetModelAsync(new GetModelRequest { Id = model }, options), cancel);

    /// <summary>Returns all models, newest first.</summary>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<IReadOnlyList<Model>> ListModelsAsync(CancellationToken cancel = default)
    {
        List<Model> models = [];
        ListModelsRequest request = new();
        do
        {
            ListModelsResponse page = await _connection.CallAsync(
                (invoker, options) => Library(invoker).ListModelsAsync(request, options), cancel);
            models.AddRange(page.Models);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return models;
    }

    /// <summary>Downloads a model's files into a folder; files that are there with the right content are kept.</summary>
    /// <param name="model">Its id.</param>
    /// <param name="folder">The folder; made if it is missing.</param>
    /// <param name="cancel">Ends the download; a later call goes on from there.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ClusterException">NotFound: no such model. Failed: a file arrived damaged.</exception>
    public async Task<Model> PullAsync(string model, string folder, CancellationToken cancel = default)
    {
        Model found = await GetModelAsync(model, cancel);
        Directory.CreateDirectory(folder);
        foreach (ModelFile file in found.Files)
            await new FileDownload(_connection, model, file, folder, _time).RunAsync(cancel);
        return found;
    }

    /// <summary>Brings a model in another format; files that are there are replaced.</summary>
    /// <param name="model">Its id.</param>
    /// <param name="format">The format.</param>
    /// <param name="folder">Where the files go; made if it is missing.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="ClusterException">NotFound: no such model. Usage: the format can't express it. Failed: a file arrived damaged.</exception>
    public Task<IReadOnlyList<string>> ExportAsync(
        string model, ExportModelRequest.Types.Format format, string folder, CancellationToken cancel = default) =>
        new ExportDownload(_connection, model, folder, _time).RunAsync(format, cancel);

    /// <summary>Gives the folder of a model to the server; what it has already is not sent again.</summary>
    /// <param name="folder">The folder, as <see cref="PullAsync"/> makes it.</param>
    /// <param name="name">Begin of the model's id; empty for the name in its spec.</param>
    /// <param name="cancel">Gives up; a later call goes on with the files that are missing.</param>
    /// <returns>The model; the same folder under the same name is always the same one.</returns>
    /// <exception cref="ClusterException">Usage: the folder holds no model that can be used; the message says why.</exception>
    public Task<Model> ImportAsync(string folder, string name = "", CancellationToken cancel = default) =>
        new FolderUpload(_connection, folder, name).RunAsync(cancel);

    /// <summary>Predicts from texts.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="texts">1 to 1000 texts, none empty.</param>
    /// <param name="top">Classes to return for each text; 0 for 3.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>One prediction for each text, in order.</returns>
    /// <exception cref="ClusterException">NotFound: no such model. Usage: too many texts, or one that can't be read.</exception>
    public Task<PredictResponse> PredictTextsAsync(string model, IEnumerable<string> texts, int top = 0, CancellationToken cancel = default) =>
        PredictAsync(new PredictRequest { Id = model, Top = top, Texts = { texts } }, cancel);

    /// <summary>Predicts from texts, tokens or numbers.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="inputs">1 to 1000 inputs.</param>
    /// <param name="top">Classes to return for each input; 0 for 3.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>One prediction for each input, in order.</returns>
    /// <exception cref="ClusterException">NotFound: no such model. Usage: too many inputs, or one that can't be read.</exception>
    public Task<PredictResponse> PredictAsync(string model, IEnumerable<PredictionInput> inputs, int top = 0, CancellationToken cancel = default) =>
        PredictAsync(new PredictRequest { Id = model, Top = top, Inputs = { inputs } }, cancel);

    /// <summary>Lets a language model go on with a text. The same request to the same model gives the same text.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="length">Most tokens to add; 0 for 200.</param>
    /// <param name="temperature">How even the choice is; 0 always takes the most probable token.</param>
    /// <param name="seed">Fixes the choices.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ClusterException">NotFound: no such model. Usage: it is no language model, or a number is out of range.</exception>
    public async Task<GeneratedText> GenerateAsync(
        string model, string prompt, int length = 0, float temperature = 1, uint seed = 0, CancellationToken cancel = default)
    {
        GenerateRequest request = new() { Id = model, Prompt = prompt, Length = length, Temperature = temperature, Seed = seed };
        GenerateResponse answer = await _connection.CallAsync(
            (invoker, options) => Library(invoker).GenerateAsync(request, options), cancel);
        return answer.Text;
    }

    /// <summary>Closes the connections. Jobs go on.</summary>
    public void Dispose() => _connection.Dispose();

    private Task<PredictResponse> PredictAsync(PredictRequest request, CancellationToken cancel) =>
        _connection.CallAsync((invoker, options) => Library(invoker).PredictAsync(request, options), cancel);

    private static JobService.JobServiceClient Jobs(CallInvoker invoker) => new(invoker);

    private static ModelService.ModelServiceClient Library(CallInvoker invoker) => new(invoker);
}
