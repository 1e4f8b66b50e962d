/* Saxon.java: Saxon-HE with compiled Schematron stylesheets.
 *
 *     Saxon [--once PATH] STYLESHEET...
 *
 * The document is parsed once for all stylesheets, each result is kept as a
 * tree in memory and its findings are read from there.  Nothing here is
 * newer than Saxon 9.9.
 */
import java.io.ByteArrayInputStream;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmSequenceIterator;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;

final class Saxon extends Loop {
    private final Processor processor = new Processor(false);
    private final List<XsltExecutable> sheets = new ArrayList<>();

    private Saxon(List<String> paths) throws Exception {
        for (String path : paths)
            sheets.add(processor.newXsltCompiler().compile(
                new StreamSource(new File(path))));
    }

    private static String attribute(XdmNode node, String... names) {
        for (String name : names) {
            String value = node.getAttributeValue(new QName(name));
            if (value != null && !value.isEmpty())
                return value;
        }
        return "";
    }

    private static void collect(XdmNode result, List<String> found) {
        XdmSequenceIterator<? extends XdmItem> i =
            result.axisIterator(Axis.DESCENDANT);
        while (i.hasNext()) {
            XdmNode node = (XdmNode) i.next();
            if (node.getNodeKind() != XdmNodeKind.ELEMENT)
                continue;
            String name = node.getNodeName().getLocalName();
            if (name.equals("failed-assert")
                || name.equals("successful-report"))
                found.add(attribute(node, "flag", "role") + ":"
                          + attribute(node, "id"));
        }
    }

    @Override
    List<String> judge(byte[] document) throws Exception {
        List<String> found = new ArrayList<>();
        XdmNode tree = processor.newDocumentBuilder().build(
            new StreamSource(new ByteArrayInputStream(document)));
        for (XsltExecutable sheet : sheets) {
            XsltTransformer run = sheet.load();
            XdmDestination result = new XdmDestination();
            run.setInitialContextNode(tree);
            run.setDestination(result);
            run.transform();
            collect(result.getXdmNode(), found);
        }
        return found;
    }

    public static void main(String[] args) throws Exception {
        java.io.PrintStream out = quiet();
        new Saxon(rest(args)).serve(out, once(args));
    }
}
