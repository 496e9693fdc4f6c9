package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.api.Pages;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.OwnedDocument;
import dcm.shell.screen.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "containers",
        description = "List the containers of all accounts, the newest first.",
        footer = {"", "Examples: containers --account alice, containers --host n1 --state lost, containers -q shop"})
public final class ContainersCommand extends ShellCommand {
    @Option(names = "--account", paramLabel = "NAME", description = "Only the containers of this account.")
    private String account = "";

    @Option(names = "--host", paramLabel = "NAME", description = "Only the containers on this host.")
    private String host = "";

    @Option(names = "--state", paramLabel = "STATE", description = "Only containers in this state, such as running.")
    private String state = "";

    @Option(names = "--image", paramLabel = "IMAGE", description = "Only the containers of this image.")
    private String image = "";

    @Option(
            names = "--label",
            paramLabel = "NAME[=VALUE]",
            description = "Only containers with this label; its name begins with 'user.'.")
    private String label = "";

    @Option(
            names = {"-q", "--search"},
            paramLabel = "TEXT",
            description = "Only containers with this text in the name, image, host, account, id or SSH port.")
    private String search = "";

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description = "created, name, state, image, host or account; with - before it for descending order.")
    private String sort = "";

    ContainersCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        List<JsonNode> containers = Pages.all(api(), "/v1/containers?" + query());
        if (json()) {
            screen().json(containers);
            return ExitCode.DONE;
        }
        var table = new TextTable("ACCOUNT", "HANDLE", "NAME", "STATE", "HOST", "IMAGE", "CPUS", "MIB", "CREATED");
        for (JsonNode item : containers) {
            ContainerDocument container = Documents.read(item, ContainerDocument.class);
            String owner = Documents.read(item, OwnedDocument.class).account();
            table.row(
                    owner.isEmpty() ? account : owner,
                    TextTable.orDash(container.handle()),
                    container.name(),
                    container.state(),
                    container.host(),
                    container.image(),
                    container.cpus(),
                    container.memoryMiB(),
                    container.createdAt().replaceFirst("\\..*", "Z"));
        }
        table.print(screen());
        return ExitCode.DONE;
    }

    private String query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(account.isEmpty() ? "scope" : "account", account.isEmpty() ? "all" : account);
        query.put("host", host);
        query.put("state", state);
        query.put("image", image);
        query.put("label", label);
        query.put("q", search);
        query.put("sort", sort);
        return query.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + ApiClient.encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }
}
