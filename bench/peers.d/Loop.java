/* Loop.java: what the drivers in Java have in common.
 *
 * What this file knows: the words between bench/peers and a driver.  A line
 * "COUNT PATH" comes in: the document is judged so often, from its bytes, and
 * one line goes out, the rules that fired the last time: "ok", then
 * FLAG:RULE for each finding, by tabs; or "error" and why.  The first line
 * out is "ready".  With --once PATH: one document, one line, the end.
 */
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

abstract class Loop {
    /** Findings of a document, "flag:rule" each. */
    abstract List<String> judge(byte[] document) throws Exception;

    private String answer(int count, String path) {
        try {
            byte[] document = Files.readAllBytes(Paths.get(path));
            List<String> found = new ArrayList<>();
            for (int i = 0; i < count; i++)
                found = judge(document);
            return "ok" + (found.isEmpty() ? "" : "\t")
                + String.join("\t", found);
        } catch (Throwable e) {
            return "error\t" + String.valueOf(e).replaceAll("\\s+", " ");
        }
    }

    /** Whatever a library prints goes to the standard error. */
    static PrintStream quiet() {
        PrintStream out = System.out;
        System.setOut(System.err);
        return out;
    }

    void serve(PrintStream out, String once) throws Exception {
        if (once != null) {
            out.println(answer(1, once));
            out.flush();
            return;
        }
        out.println("ready");
        out.flush();
        BufferedReader in = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            int blank = line.indexOf(' ');
            out.println(answer(Integer.parseInt(line.substring(0, blank)),
                               line.substring(blank + 1)));
            out.flush();
        }
    }

    static String once(String[] args) {
        return args.length > 1 && args[0].equals("--once") ? args[1] : null;
    }

    /** The arguments behind --once PATH. */
    static List<String> rest(String[] args) {
        return Arrays.asList(args).subList(once(args) == null ? 0 : 2,
                                           args.length);
    }
}
