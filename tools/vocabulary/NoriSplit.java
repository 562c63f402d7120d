// Counts the words of Korean Wikipedia together with where the Nori analyser cuts them.
//   java NoriSplit OUT.tsv PASSAGES.jsonl.gz...
// One output line per (word, cutting): the word with marks inside, a tab, how often it was seen. Marks:
//   '+' before a particle, an ending or a suffix, '|' before any other morpheme.
// A compound that the dictionary lists stays in one piece.
// A word is what BERT's pre-tokeniser would hand to WordPiece: NFC, lower case, cut at white space, around each
// punctuation character and around each Chinese character. Words seen once are left out.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.text.Normalizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.ko.*;
import org.apache.lucene.analysis.ko.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.util.AttributeFactory;

public class NoriSplit {
    static final EnumSet<POS.Tag> FUNCTIONAL = EnumSet.of(
        POS.Tag.E, POS.Tag.J, POS.Tag.VCP, POS.Tag.XSA, POS.Tag.XSN, POS.Tag.XSV);

    public static void main(String[] args) throws Exception {
        ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>(1 << 22);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Future<?>> jobs = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            String file = args[i];
            jobs.add(pool.submit(() -> { new Splitter(counts).file(file); return null; }));
        }
        for (Future<?> job : jobs) job.get();
        pool.shutdown();
        String[] keys = counts.entrySet().stream().filter(e -> e.getValue().sum() > 1)
            .map(Map.Entry::getKey).sorted().toArray(String[]::new);
        try (PrintWriter out = new PrintWriter(args[0], "UTF-8")) {
            for (String key : keys) out.print(key + "\t" + counts.get(key).sum() + "\n");
        }
        System.err.println(keys.length + " cut words seen at least twice, of " + counts.size());
    }

    static class Splitter {
        final ConcurrentHashMap<String, LongAdder> counts;
        final KoreanTokenizer nori = new KoreanTokenizer(AttributeFactory.DEFAULT_ATTRIBUTE_FACTORY, null,
            KoreanTokenizer.DecompoundMode.NONE, false);
        final OffsetAttribute offset = nori.addAttribute(OffsetAttribute.class);
        final PartOfSpeechAttribute pos = nori.addAttribute(PartOfSpeechAttribute.class);

        Splitter(ConcurrentHashMap<String, LongAdder> counts) { this.counts = counts; }

        void file(String name) throws IOException {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(Paths.get(name)), 1 << 16), StandardCharsets.UTF_8))) {
                for (String line; (line = in.readLine()) != null; ) {
                    text(field(line, "\"text\":"));
                    text(field(line, "\"title\":"));
                }
            }
        }

        // The string value after a key. Enough for these files: one flat object a line.
        static String field(String json, String key) {
            int i = json.indexOf(key);
            if (i < 0) return "";
            i = json.indexOf('"', i + key.length()) + 1;
            StringBuilder s = new StringBuilder();
            for (; json.charAt(i) != '"'; i++) {
                char c = json.charAt(i);
                if (c != '\\') { s.append(c); continue; }
                c = json.charAt(++i);
                switch (c) {
                    case 'n': case 't': case 'r': case 'b': case 'f': s.append(' '); break;
                    case 'u': s.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16)); i += 4; break;
                    default: s.append(c);
                }
            }
            return s.toString();
        }

        void text(String raw) throws IOException {
            String nfc = Normalizer.normalize(raw, Normalizer.Form.NFC);
            StringBuilder b = new StringBuilder(nfc.length());
            nfc.codePoints().forEach(c -> {
                int type = Character.getType(c);
                if (c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c)) b.append(' ');
                else if (c == 0xFFFD || type == Character.CONTROL || type == Character.FORMAT
                    || type == Character.PRIVATE_USE || type == Character.SURROGATE || type == Character.UNASSIGNED) return;
                else b.appendCodePoint(Character.toLowerCase(c));
            });
            String s = b.toString();
            char[] mark = new char[s.length() + 1];
            nori.setReader(new StringReader(s));
            nori.reset();
            while (nori.incrementToken()) {
                int from = offset.startOffset();
                if (mark[from] == 0) mark[from] = FUNCTIONAL.contains(pos.getLeftPOS()) ? '+' : '|';
            }
            nori.end();
            nori.close();
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < s.length(); ) {
                int c = s.codePointAt(i), n = Character.charCount(c);
                if (c == ' ' || punctuation(c) || chinese(c)) {
                    add(word);
                    if (c != ' ') { word.appendCodePoint(c); add(word); }
                } else {
                    if (word.length() > 0 && mark[i] != 0) word.append(mark[i]);
                    word.appendCodePoint(c);
                }
                i += n;
            }
            add(word);
        }

        void add(StringBuilder word) {
            if (word.length() == 0) return;
            if (word.length() <= 100) counts.computeIfAbsent(word.toString(), k -> new LongAdder()).increment();
            word.setLength(0);
        }

        static boolean chinese(int c) {
            return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x20000 && c <= 0x2A6DF || c >= 0x2A700 && c <= 0x2CEAF || c >= 0x2F800 && c <= 0x2FA1F;
        }

        static boolean punctuation(int c) {
            if (c < 128) return c > 32 && !Character.isLetterOrDigit(c);
            switch (Character.getType(c)) {
                case Character.CONNECTOR_PUNCTUATION: case Character.DASH_PUNCTUATION: case Character.START_PUNCTUATION:
                case Character.END_PUNCTUATION: case Character.INITIAL_QUOTE_PUNCTUATION:
                case Character.FINAL_QUOTE_PUNCTUATION: case Character.OTHER_PUNCTUATION: return true;
                default: return false;
            }
        }
    }
}
