using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Encoding.Folders;

/// <summary>What sentence-transformers puts before a text: a prompt of <c>encode_query</c> and one of <c>encode_document</c>.</summary>
internal static class StatedPrompts
{
    private static readonly (string Texts, string[] Names)[] Kinds = [("questions", ["query"]), ("documents", ["document", "passage", "corpus"])];

    /// <summary>Refuses a model whose texts begin with one: KoSparse puts nothing before a text.</summary>
    /// <param name="folder">Of the model.</param>
    /// <exception cref="CheckpointException">There is a prompt, or the file is damaged.</exception>
    public static void ThrowIfAny(string folder)
    {
        string path = Path.Combine(folder, ModelFiles.SentenceModel);
        if (!File.Exists(path))
        {
            return;
        }

        JsonObject json = CheckpointJson.Read(path);
        try
        {
            JsonObject prompts = json["prompts"]?.AsObject() ?? [];
            string? otherwise = json["default_prompt_name"]?.GetValue<string>();
            foreach ((string texts, string[] names) in Kinds)
            {
                string? name = names.FirstOrDefault(prompts.ContainsKey) ?? otherwise;
                if (name is not null && prompts[name]?.GetValue<string>() is { Length: > 0 } prompt)
                {
                    throw new CheckpointException(
                        $"{path}: {texts} begin with the prompt '{ForeignText.Sentence(prompt, 80)}' there (prompts.{ForeignText.Sentence(name, 80)}); KoSparse puts nothing before a text, " +
                        "and vectors would be others. Choose another model, or name this one as model.name in a config and train it without.");
                }
            }
        }
        catch (InvalidOperationException fault)
        {
            throw new CheckpointException($"{path}: prompts must be an object of texts, and default_prompt_name a text. Get the file again.", fault);
        }
    }
}
