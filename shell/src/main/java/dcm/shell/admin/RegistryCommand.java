package dcm.shell.admin;

import dcm.shell.api.ApiClient;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.RegistryDocument;
import dcm.shell.screen.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "registry",
        description = "List the registries for pulling and pushing images. For administrators: permit registries.",
        subcommands = {RegistryCommand.Ls.class, RegistryCommand.Permit.class, RegistryCommand.Forbid.class})
public final class RegistryCommand {
    private static final String ADDRESS = "/v1/catalog/registries";

    private RegistryCommand() {}

    @Command(name = "ls", description = "List the permitted registries.")
    public static final class Ls extends ListCommand<RegistryDocument> {
        Ls(Session session) {
            super(session, "/v1/registries", RegistryDocument.class);
        }

        @Override
        void print(List<RegistryDocument> registries) {
            var table = new TextTable("REGISTRY", "USE", "TRANSPORT", "WITH");
            for (RegistryDocument registry : registries) {
                table.row(
                        registry.name(),
                        registry.pullOnly() ? "pull" : "pull and push",
                        registry.plainHttp() ? "HTTP" : "HTTPS",
                        String.join(", ", registry.hosts()));
            }
            table.print(screen());
        }
    }

    @Command(
            name = "permit",
            description = "Permit users to pull images from a registry and push images to it. Repeating it replaces all"
                    + " options. Users pass their own credentials; DCM stores none.",
            footer = {
                "",
                "Examples: registry permit registry.lab.example:5000 --ca /etc/ssl/lab-ca.pem",
                "          registry permit registry-1.docker.io --with auth.docker.io --pull-only"
            })
    public static final class Permit extends ShellCommand {
        @Parameters(paramLabel = "HOST[:PORT]", description = "The registry.")
        private String name = "";

        @Option(
                names = "--with",
                paramLabel = "HOST[:PORT]",
                description = "A server to which the registry refers, such as its token server. It receives the users'"
                        + " credentials and may have an internal address. Can be repeated.")
        private List<String> hosts = new ArrayList<>();

        @Option(names = "--pull-only", description = "Users may not push.")
        private boolean pullOnly;

        @Option(
                names = "--plain-http",
                description = "Use HTTP without TLS. Others in the network can read credentials and images.")
        private boolean plainHttp;

        @Option(
                names = "--ca",
                paramLabel = "FILE",
                description = "Certificates of the CAs to trust, in PEM format; public CAs by default.")
        private @Nullable String certificates;

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Permit(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = new HashMap<>();
            request.put("hosts", hosts);
            request.put("pullOnly", pullOnly);
            request.put("plainHttp", plainHttp);
            if (certificates != null) {
                request.put("certificates", session().input().named(certificates));
            }
            return outcome(
                    dryRun,
                    api().put(dryRun.on(ADDRESS + "/" + ApiClient.encoded(name)), request),
                    "The registry %s is permitted.",
                    name);
        }
    }

    @Command(name = "forbid", description = "Forbid a registry. Pulls and pushes that have begun continue.")
    public static final class Forbid extends ResourceCommand.Rm {
        Forbid(Session session) {
            super(session, ADDRESS, "The registry %s is forbidden.");
        }
    }
}
