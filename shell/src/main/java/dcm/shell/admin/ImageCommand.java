package dcm.shell.admin;

import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.document.BaseImageDocument;
import dcm.shell.image.ExportCommand;
import dcm.shell.image.ImportCommand;
import dcm.shell.image.PullCommand;
import dcm.shell.image.PushCommand;
import dcm.shell.screen.TextTable;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "image",
        description =
                "Export, import, pull and push your images. For administrators: manage base images, from which users create"
                        + " containers.",
        subcommands = {
            ExportCommand.class,
            ImportCommand.class,
            PullCommand.class,
            PushCommand.class,
            ImageCommand.Ls.class,
            ImageCommand.Show.class,
            ImageAddCommand.class,
            ImagePromoteCommand.class,
            ImageCommand.SetUse.class,
            ImageCommand.Rm.class
        })
public final class ImageCommand {
    static final String ADDRESS = "/v1/catalog/images";

    private ImageCommand() {}

    @Command(name = "ls", description = "List the base images of the catalog and their state on each host.")
    public static final class Ls extends ListCommand<BaseImageDocument> {

        Ls(Session session) {
            super(session, ADDRESS, BaseImageDocument.class);
        }

        @Override
        void print(List<BaseImageDocument> images) {
            var table = new TextTable("NAME", "VERSION", "FROM", "GROUPS", "HOSTS", "DESCRIPTION");
            for (BaseImageDocument image : images) {
                table.row(
                        image.name(),
                        image.version(),
                        source(image.source()),
                        image.groups().isEmpty() ? "none" : String.join(", ", image.groups()),
                        image.retired()
                                ? "retired"
                                : image.hosts().stream()
                                        .map(host -> host.host() + " " + host.stage())
                                        .collect(Collectors.joining(", ")),
                        image.description());
            }
            table.print(screen());
            for (BaseImageDocument image : images) {
                image.hosts().stream()
                        .filter(host -> host.isIn(Stage.FAILED))
                        .forEach(host -> say("  on %s: %s", host.host(), host.detail()));
            }
        }

        private static String source(BaseImageDocument.Source source) {
            String reference = source.reference();
            String shown = reference.startsWith("sha256:") ? reference.substring(7, 19) : reference;
            return source.kind() + " " + shown;
        }
    }

    @Command(
            name = "show",
            description = "Show a base image and its state on each host.",
            footer = {"", "Example: image show numerics:1"})
    public static final class Show extends ResourceCommand.Show {
        Show(Session session) {
            super(session, ADDRESS);
        }
    }

    @Command(name = "set", description = "Change the description or the groups of a base image.")
    public static final class SetUse extends ResourceCommand {
        @Mixin
        private BaseImageOptions options = new BaseImageOptions();

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        SetUse(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            ApiResponse answer = api().patch(dryRun.on(address()), options.request());
            if (dryRun.isGiven()) {
                return dryRun(answer);
            }
            Document<BaseImageDocument> image = answer.document(BaseImageDocument.class);
            result(
                    image.json(),
                    "%s is offered to: %s.",
                    image.fields().name(),
                    String.join(", ", image.fields().groups()));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "rm",
            description = "Stop offering a base image. Existing containers keep running.",
            footer = {"", "Example: image rm numerics:1"})
    public static final class Rm extends ResourceCommand.Rm {
        Rm(Session session) {
            super(
                    session,
                    ADDRESS,
                    "%s is no longer offered, even if DCM_BASE_IMAGES lists it. To offer it again: image add");
        }
    }
}
