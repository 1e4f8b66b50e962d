/* Record.java: runs a compiled Schematron stylesheet with Saxon over many
 * documents in one process and prints what fired.
 *
 *     java -cp Saxon-HE.jar Record.java STYLESHEET LIST [text]
 *     java -cp Saxon-HE.jar Record.java STYLESHEET SOURCE OUT compile
 *
 * LIST: lines "label<TAB>path".  One line for each finding:
 *     label kind id flag role location test [text]
 * separated by tabs, white space normalised; `-` as kind: no finding;
 * `!ERROR` as kind: a dynamic error, id is its code, test its message.
 */
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.*;

public class Record {
    static final String SVRL = "http://purl.oclc.org/dsdl/svrl";

    static String clean(String s) {
        return s == null ? "" : s.replaceAll("\\s+", " ").trim();
    }

    static String attr(XdmNode n, String name) {
        return clean(n.getAttributeValue(new QName(name)));
    }

    static void walk(XdmNode n, String label, boolean text, PrintStream out,
                     int[] count) {
        XdmSequenceIterator<XdmNode> i = n.axisIterator(Axis.CHILD);
        while (i.hasNext()) {
            XdmNode k = i.next();
            if (k.getNodeKind() != XdmNodeKind.ELEMENT)
                continue;
            String name = k.getNodeName().getLocalName();
            boolean failed = name.equals("failed-assert");
            if (!failed && !name.equals("successful-report")) {
                if (name.equals("schematron-output"))
                    walk(k, label, text, out, count);
                continue;
            }
            String said = "";
            if (text) {
                XdmSequenceIterator<XdmNode> t = k.axisIterator(Axis.CHILD);
                while (t.hasNext()) {
                    XdmNode c = t.next();
                    if (c.getNodeKind() == XdmNodeKind.ELEMENT &&
                        c.getNodeName().getLocalName().equals("text"))
                        said = clean(c.getStringValue());
                }
            }
            count[0]++;
            out.println(String.join("\t", label, failed ? "assert" : "report",
                attr(k, "id"), attr(k, "flag"), attr(k, "role"),
                attr(k, "location"), attr(k, "test"), said));
        }
    }

    public static void main(String[] a) throws Exception {
        Processor p = new Processor(false);
        XsltCompiler c = p.newXsltCompiler();
        XsltExecutable x = c.compile(new StreamSource(new File(a[0])));
        if (a.length == 4 && a[3].equals("compile")) {
            Xslt30Transformer t = x.load30();
            Serializer s = p.newSerializer(new File(a[2]));
            t.transform(new StreamSource(new File(a[1])), s);
            return;
        }
        boolean text = a.length > 2 && a[2].equals("text");
        PrintStream out = new PrintStream(new FileOutputStream(
            FileDescriptor.out), false, "UTF-8");
        DocumentBuilder b = p.newDocumentBuilder();
        for (String line : Files.readAllLines(Paths.get(a[1]),
                                              StandardCharsets.UTF_8)) {
            String label = line.substring(0, line.indexOf('\t'));
            File file = new File(line.substring(line.indexOf('\t') + 1));
            int[] count = { 0 };
            try {
                XsltTransformer t = x.load();
                XdmDestination d = new XdmDestination();
                t.setMessageListener((MessageListener2)
                    (content, code, term, loc) -> { });
                t.setInitialContextNode(b.build(new StreamSource(file)));
                t.setDestination(d);
                t.transform();
                walk(d.getXdmNode(), label, text, out, count);
                if (count[0] == 0)
                    out.println(label + "\t-\t\t\t\t\t\t");
            } catch (SaxonApiException e) {
                QName code = e.getErrorCode();
                out.println(label + "\t!ERROR\t" +
                    (code == null ? "" : code.getLocalName()) +
                    "\t\t\t\t" + clean(e.getMessage()) + "\t");
            }
        }
        out.flush();
    }
}
