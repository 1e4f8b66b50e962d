/* Phive.java: phive with the rules that it brings, Peppol BIS Billing (which
 * holds EN 16931), XML Schema first.
 *
 *     Phive [--once PATH]
 */
import com.helger.diagnostics.error.IError;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResult;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

final class Phive extends Loop {
    private final ValidationExecutorSetRegistry<IValidationSourceXML> all =
        new ValidationExecutorSetRegistry<>();
    private final DocumentBuilderFactory factory =
        DocumentBuilderFactory.newInstance();

    private Phive() {
        EN16931Validation.initEN16931(all);
        PeppolValidation2026_05.init(all);
        factory.setNamespaceAware(true);
    }

    @Override
    List<String> judge(byte[] bytes) throws Exception {
        List<String> found = new ArrayList<>();
        Document document = factory.newDocumentBuilder().parse(
            new ByteArrayInputStream(bytes));
        boolean credit = "CreditNote".equals(
            document.getDocumentElement().getLocalName());
        DVRCoordinate id = credit
            ? PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3
            : PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3;
        IValidationExecutorSet<IValidationSourceXML> set = all.getOfID(id);
        for (ValidationResult result
             : ValidationExecutionManager.executeValidation(
                 IValidityDeterminator.createDefault(), set,
                 ValidationSourceXML.create("document", document),
                 Locale.US))
            for (IError error : result.getErrorList()) {
                String rule = error.getErrorID();
                found.add((error.getErrorLevel().isError() ? "fatal"
                           : "warning") + ":"
                          + (rule == null || rule.isEmpty() ? "xsd" : rule));
            }
        return found;
    }

    public static void main(String[] args) throws Exception {
        java.io.PrintStream out = quiet();
        new Phive().serve(out, once(args));
    }
}
