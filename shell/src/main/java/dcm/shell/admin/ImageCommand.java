package dcm.shell.admin;

import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.BaseImageDocument;
import dcm.shell.document.BaseImageDocument.OnHost;
import dcm.shell.document.HostDocument;
import dcm.shell.image.ExportCommand;
import dcm.shell.image.ImportCommand;
import dcm.shell.image.PullCommand;
import dcm.shell.image.PushCommand;
import dcm.shell.screen.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            ImageCommand.Add.class,
            ImageCommand.Promote.class,
            ImageCommand.SetUse.class,
            ImageCommand.Rm.class
        })
public final class ImageCommand {
    private static final String ADDRESS = "/v1/catalog/images";

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

    /** The options for who may use an image and how it is described. */
    static final class Use {
        @Option(names = "--description", paramLabel = "TEXT", description = "A description for its users.")
        private @Nullable String description;

        @Option(
                names = "--group",
                paramLabel = "NAME",
                description = "A group whose members may use it; 'everybody' by default. Can be repeated.")
        private @Nullable List<String> groups;

        Map<String, Object> request() {
            Map<String, Object> request = new HashMap<>();
            if (description != null) {
                request.put("description", description);
            }
            if (groups != null) {
                request.put("groups", groups);
            }
            return request;
        }
    }

    @Command(
            name = "add",
            description = "Offer an image, or a new version of one. Each host fetches the image and tests a login to a"
                    + " container before it offers the image. For the requirements, see docs/base-images.md.",
            footer = {
                "",
                "Examples: docker build --tag lab/numerics . && image add numerics:1 --local lab/numerics",
                "          image add python:13 --recipe python --description 'NumPy, SciPy, Jupyter'",
                "          image add numerics:1 --tar numerics.tar.gz",
                "          image add numerics:2 --registry registry.lab.example/numerics:2 --group students",
                "",
                "The exit code is 3 if a host could not prepare the image."
            })
    public static final class Add extends Registration {
        @Parameters(paramLabel = "NAME:TAG", description = "The name for users.")
        private String name = "";

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Source source = new Source();

        /** The options for where an image comes from. */
        static final class Source {
            @Option(names = "--local", paramLabel = "IMAGE", description = "The image's name in the Docker Engines.")
            private @Nullable String local;

            @Option(names = "--registry", paramLabel = "IMAGE", description = "The image to pull from a registry.")
            private @Nullable String registry;

            @Option(
                    names = "--tar",
                    paramLabel = "FILE|URL",
                    description = "An archive from 'docker save': a file on this host, or a URL for all hosts.")
            private @Nullable String tar;

            @Option(names = "--recipe", paramLabel = "FOLDER", description = "A folder below infra/images.")
            private @Nullable String recipe;
        }

        @Option(names = "--host", paramLabel = "NAME", description = "Prepare the image only on this host.")
        private @Nullable String host;

        Add(Session session) {
            super(session);
        }

        @Override
        String registered() {
            return name;
        }

        @Override
        void addSource(Map<String, Object> request) {
            if (source.local != null) {
                request.put("local", source.local);
            }
            if (source.registry != null) {
                request.put("registry", source.registry);
            }
            if (source.tar != null) {
                boolean isAddress = source.tar.contains("://");
                request.put(
                        "tarball",
                        isAddress ? source.tar : "file://" + session().input().pathOf(source.tar));
            }
            if (source.recipe != null) {
                request.put("recipe", source.recipe);
            }
            if (host != null) {
                request.put("host", host);
            }
        }
    }

    @Command(
            name = "promote",
            description = "Make a base image from a user's image. The user keeps the image.",
            footer = {"", "Example: image promote alice solver:2 --as solver:2 --group students"})
    public static final class Promote extends Registration {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The owner of the image.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "IMAGE", description = "The image.")
        private String image = "";

        @Option(names = "--as", paramLabel = "NAME:TAG", description = "The base image's name; the same if omitted.")
        private @Nullable String as;

        Promote(Session session) {
            super(session);
        }

        @Override
        String registered() {
            return as == null ? image : as;
        }

        @Override
        void addSource(Map<String, Object> request) {
            request.put("promote", Map.of("account", account, "image", image));
        }
    }

    @Command(name = "set", description = "Change the description or the groups of a base image.")
    public static final class SetUse extends ResourceCommand {
        @Mixin
        private Use use = new Use();

        SetUse(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            Document<BaseImageDocument> image =
                    api().patch(address(), use.request()).document(BaseImageDocument.class);
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

    /** Base class of commands that register a base image and wait for the hosts. */
    abstract static class Registration extends ShellCommand {
        @Mixin
        private Use use = new Use();

        @Option(names = "--no-wait", description = "Do not wait for the hosts.")
        private boolean noWait;

        Registration(Session session) {
            super(session);
        }

        /** The name of the base image. */
        abstract String registered();

        /** Adds the source of the image to the request. */
        abstract void addSource(Map<String, Object> request);

        @Override
        protected final ExitCode run() {
            String address = ADDRESS + "/" + registered();
            Map<String, Object> request = use.request();
            addSource(request);
            BaseImageDocument image = api().put(address, request).read(BaseImageDocument.class);
            progress("%s is registered in version %s.", image.name(), image.version());
            ExitCode exit = ExitCode.DONE;
            if (noWait) {
                progress("To see the state on each host: image ls");
            } else {
                exit = await(image, address);
            }
            if (json()) {
                screen().json(api().get(address).expectDone());
            }
            return exit;
        }

        private ExitCode await(BaseImageDocument image, String address) {
            Instant began = Instant.now();
            Set<String> printed = new HashSet<>();
            while (true) {
                List<OnHost> hosts =
                        api().get(address).read(BaseImageDocument.class).hosts();
                long live = liveHosts(image);
                long settled = 0;
                long failed = 0;
                for (OnHost host : hosts) {
                    settled += host.isIn(Stage.PREPARING) ? 0 : 1;
                    failed += host.isIn(Stage.FAILED) ? 1 : 0;
                    String line = "  " + host.host() + ": " + host.stage()
                            + (host.detail().isEmpty() ? "" : ". " + host.detail());
                    if (printed.add(line)) {
                        progress(line);
                    }
                }
                if (live == 0) {
                    progress("No host is reachable. The hosts fetch the image when they reconnect.");
                    return ExitCode.DONE;
                }
                if (settled >= live) {
                    progress(
                            failed == 0
                                    ? "All hosts offer the image after %d s."
                                    : "Not all hosts offer the image after %d s. They retry once a minute.",
                            Duration.between(began, Instant.now()).toSeconds());
                    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
                }
                PollPause.briefly();
            }
        }

        /** The number of live hosts that must offer the image. */
        private long liveHosts(BaseImageDocument image) {
            String only = image.source().host();
            return api().get("/v1/hosts").items(HostDocument.class).stream()
                    .filter(host -> !host.isUnreachable())
                    .filter(host -> only.isEmpty() || host.name().equals(only))
                    .count();
        }
    }
}
