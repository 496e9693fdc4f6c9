package dcm.shell.admin;

import dcm.shell.document.AccountQuotaDocument;
import dcm.shell.document.LimitDocument;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints the resource usage and limits of all accounts as a table. */
final class QuotasTable {
    private QuotasTable() {}

    static void print(List<AccountQuotaDocument> accounts, Screen screen) {
        var table = new TextTable(
                "NAME", "CONTAINERS", "RUNNING", "CPUS", "MEMORY MIB", "PORTS", "IMAGES", "IMAGE MIB", "HOME MIB");
        for (AccountQuotaDocument account : accounts) {
            Function<String, String> cell = name -> cell(account.quota().get(name));
            table.row(
                    account.account(),
                    cell.apply("containers"),
                    cell.apply("running"),
                    cell.apply("cpus"),
                    cell.apply("memoryMiB"),
                    cell.apply("ports"),
                    cell.apply("images"),
                    cell.apply("imageMiB"),
                    cell.apply("homeMiB"));
        }
        table.print(screen);
    }

    private static String cell(@Nullable LimitDocument resource) {
        if (resource == null) { // from a version of DCM without this resource
            return "";
        }
        return resource.used() + (resource.limit() == null ? "" : "/" + resource.limit());
    }
}
