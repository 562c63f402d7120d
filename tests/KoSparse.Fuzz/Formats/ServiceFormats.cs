using System.Globalization;
using System.Net.Sockets;
using KoSparse.Encoding;
using KoSparse.Encoding.Lexical;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Fuzz.Running;
using KoSparse.Serving;
using KoSparse.Serving.Servers;
using Microsoft.AspNetCore.Builder;

namespace KoSparse.Fuzz.Formats;

/// <summary>What the service is asked, from its first byte on: whatever it is, the answer is a good one or says what is wrong with the question.</summary>
internal static class ServiceFormats
{
    private const string File = "request.http";
    private const int FirstServerFault = 500;
    private const int OtherVersion = 505; // of HTTP than there are
    private static readonly TimeSpan Answers = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly (string Path, string Body)[] Requests =
    [
        ("/embed_sparse", "{\"inputs\": [\"등대는 밤에 켜진다.\", \"한강\"], \"truncate\": false, \"prompt_name\": \"document\"}"),
        ("/query/opensearch", "[\"등대는?\"]"),
        ("/elasticsearch", "{\"input\": \"등대\", \"input_type\": \"search\"}"),
        ("/inspect", "{\"inputs\": \"등대는 밤에 켜진다.\"}"),
        ("/tokenize", "{\"inputs\": \"등대\", \"add_special_tokens\": true}"),
        ("/decode", "{\"ids\": [[2, 5, 3], [7]], \"skip_special_tokens\": false}"),
    ];

    private static readonly Lazy<int> Port = new(Start);

    /// <summary>The formats.</summary>
    public static IEnumerable<FuzzedFormat> All() => Requests.Select(request => FuzzedFormat.OfFile("service", File, Examples.Utf8(
        $"POST {request.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Examples.Utf8(request.Body).Length}\r\n\r\n{request.Body}"), Ask));

    /// <summary>Sends a file as it is, and reads what is answered until the service closes.</summary>
    private static void Ask(string path)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect("127.0.0.1", Port.Value);
        byte[] answer = new byte[1 << 14];
        int read;
        try
        {
            socket.Send(System.IO.File.ReadAllBytes(path));
            if (!socket.Poll(Answers, SelectMode.SelectRead))
            {
                socket.Shutdown(SocketShutdown.Send); // it waits for the rest of what is no whole request
            }

            read = socket.Receive(answer);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return; // what is no request is not answered
        }

        if (read > 12 && int.Parse(System.Text.Encoding.ASCII.GetString(answer, 9, 3), CultureInfo.InvariantCulture) is >= FirstServerFault and not OtherVersion)
        {
            throw new InvalidOperationException($"the service failed: {System.Text.Encoding.UTF8.GetString(answer, 0, read)}");
        }
    }

    /// <summary>A service whose network finds nothing; it lives as long as the program.</summary>
    private static int Start()
    {
        string folder = Directory.CreateTempSubdirectory("kosparse-fuzz-service-").FullName;
        Examples.WriteModel(folder);
        OpenModel model = OpenModel.Open(folder, (_, config) => new SilentNetwork(config.Encoder.VocabularySize));
        WebApplication service = SparseService.Create(model, search: null, new ServiceOptions(), new ServerOptions());
        service.StartAsync().GetAwaiter().GetResult();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return new Uri(service.Urls.First()).Port;
    }

    private sealed class SilentNetwork(int vocabularySize) : INetwork
    {
        public TermWeighting? Lexical => null;

        public NetworkRows Run(WindowBatch batch, bool expansion) => new(expansion ? new float[batch.Windows.Count * vocabularySize] : null, null);

        public void Dispose()
        {
            // There is nothing.
        }
    }
}
