using CsCheck;
using KoSparse.Search.Segments;

namespace KoSparse.Tests.Search.Segments;

public sealed class IdTableTests
{
    [Fact]
    public void Find_RandomIdsWithRepeats_IsTheNewestAsInADictionary() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Int[1, 900], Gen.Int).Sample((count, different, seed) =>
        {
            (IdTable table, Dictionary<string, int> newest, List<string> all) = (new IdTable(), [], []);
            Random random = new(seed);
            for (int i = 0; i < count; i++)
            {
                string id = random.Next(different) is > 0 and int number ? $"문서-{number}" : "";
                Assert.Equal(newest.GetValueOrDefault(id, -1), table.Find(Bytes(id)));
                table.Add(Bytes(id));
                newest[id] = i;
                all.Add(id);
            }

            Assert.All(newest, entry => Assert.Equal(entry.Value, table.Find(Bytes(entry.Key))));
            Assert.Equal(all, Enumerable.Range(0, table.Count).Select(document => System.Text.Encoding.UTF8.GetString(table[document])));
            Assert.Equal(all.Order(StringComparer.Ordinal), IdOrder.Of(table).Select(document => all[document]));
        });

    private static byte[] Bytes(string id) => System.Text.Encoding.UTF8.GetBytes(id);
}
