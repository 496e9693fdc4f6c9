package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm user quota}. */
@Command(
        name = "quota",
        description = "Show what somebody has and may have, or lay down limits for her alone.",
        footer = {
            "",
            QuotaOptions.EXPLANATION,
            "Below what is used, a limit takes nothing away and allows no more.",
            "",
            "Examples: ./dcm user quota                    all accounts",
            "          ./dcm user quota alice              what she has and may have",
            "          ./dcm user quota alice --cpus 4 --ports inherit"
        })
final class UserQuotaCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The account; left out, all are listed.")
    private String name = "";

    @Mixin
    private QuotaOptions limits = new QuotaOptions();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        DoorClient administrator = new People(Installation.current()).administrator();
        if (name.isBlank()) {
            if (!limits.isEmpty()) {
                throw new StackFailure("Say whose limits these are; './dcm group set everybody' is for all.");
            }
            JsonNode all = administrator.get("/v1/quotas").expectDone();
            if (json) {
                System.out.println(all.toPrettyString());
            } else {
                QuotaTable.printAll(all.path("items"));
            }
            return 0;
        }
        if (!limits.isEmpty()) {
            String address = "/v1/users/" + name + "/quota";
            JsonNode before = administrator.get(address).expectDone();
            administrator.put(address, limits.appliedTo(before)).expectDone();
        }
        JsonNode quota = administrator.get("/v1/quotas/" + name).expectDone();
        if (json) {
            System.out.println(quota.toPrettyString());
        } else {
            QuotaTable.print(quota);
        }
        return 0;
    }
}
