package dcm.shell.document;

import dcm.contract.view.ImportAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of an import of accounts. */
public record ImportDocument(List<Line> items) {
    /** The result of one line. */
    public record Line(
            @Nullable Integer line, String name, String action, List<String> changes, String oneTimePassword) {
        public boolean isRefused() {
            return ImportAction.REFUSE.is(action);
        }

        public boolean hasPassword() {
            return !oneTimePassword.isEmpty();
        }
    }
}
