using System.Xml.Linq;

namespace KoSparse.Tests.Architecture;

/// <summary>What a project file refers to.</summary>
/// <param name="Path">Relative to the repository.</param>
/// <param name="References">Names of projects.</param>
/// <param name="Packages">Names of packages.</param>
/// <param name="Usings">Namespaces that all its files have in scope.</param>
/// <param name="IsProgram">Whether it is run, and not only referenced.</param>
internal sealed record ProjectFile(string Path, string[] References, string[] Packages, string[] Usings, bool IsProgram)
{
    /// <summary>Its name, such as <c>KoSparse.Search</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads the text of a <c>.csproj</c>.</summary>
    public static ProjectFile Parse(string path, string xml)
    {
        XDocument project = XDocument.Parse(xml);
        return new ProjectFile(
            path,
            [.. Includes("ProjectReference").Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))],
            [.. Includes("PackageReference")],
            [.. Includes("Using")],
            project.Descendants("OutputType").Any(e => e.Value == "Exe") || path.StartsWith("tests/", StringComparison.Ordinal));

        IEnumerable<string> Includes(string element) => project.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
    }
}
