package dcm.shell.admin;

import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.BaseImageDocument;
import dcm.shell.document.BaseImageDocument.OnHost;
import dcm.shell.document.HostDocument;
import dcm.shell.screen.Screen;
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
        description = "Manage base images, from which users create containers.",
        subcommands = {
            ImageCommand.Ls.class,
            ImageCommand.Show.class,
            ImageCommand.Add.class,
            ImageCommand.Promote.class,
            ImageCommand.SetUse.class,
            ImageCommand.Rm.class
        })
public final class ImageCommand {
    private static final String ADDRESS = "/v1/catalog/images/";

    private ImageCommand() {}

    @Command(name = "ls", description = "List the base images of the catalog and their state on each host.")
    public static final class Ls extends ListCommand<BaseImageDocument> {

        Ls(Session session) {
            super(session, "/v1/catalog/images", BaseImageDocument.class);
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

    @Command(name = "show", description = "Show a base image and its state on each host.")
    public static final class Show extends ShellCommand {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            YamlOutput.show(api().get(ADDRESS + name).expectDone(), json(), screen());
            return ExitCode.DONE;
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
    public static final class Add extends ShellCommand {
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

        @Mixin
        private Use use = new Use();

        @Option(names = "--no-wait", description = "Do not wait for the hosts.")
        private boolean noWait;

        Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = use.request();
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
            return register(api(), screen(), name, request, noWait);
        }
    }

    @Command(
            name = "promote",
            description = "Make a base image from a user's image. The user keeps the image.",
            footer = {"", "Example: image promote alice solver:2 --as solver:2 --group students"})
    public static final class Promote extends ShellCommand {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The owner of the image.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "IMAGE", description = "The image.")
        private String image = "";

        @Option(names = "--as", paramLabel = "NAME:TAG", description = "The base image's name; the same if omitted.")
        private @Nullable String as;

        @Mixin
        private Use use = new Use();

        @Option(names = "--no-wait", description = "Do not wait for the host that has the image.")
        private boolean noWait;

        Promote(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = use.request();
            request.put("promote", Map.of("account", account, "image", image));
            return register(api(), screen(), as == null ? image : as, request, noWait);
        }
    }

    @Command(name = "set", description = "Change the description or the groups of a base image.")
    public static final class SetUse extends ShellCommand {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        @Mixin
        private Use use = new Use();

        SetUse(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            BaseImageDocument image = api().patch(ADDRESS + name, use.request()).read(BaseImageDocument.class);
            say("%s is offered to: %s.", image.name(), String.join(", ", image.groups()));
            return ExitCode.DONE;
        }
    }

    @Command(name = "rm", description = "Stop offering a base image. Existing containers keep running.")
    public static final class Rm extends ShellCommand {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        Rm(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            api().delete(ADDRESS + name).expectDone();
            say("%s is no longer offered, even if DCM_BASE_IMAGES lists it. To offer it again: image add", name);
            return ExitCode.DONE;
        }
    }

    private static ExitCode register(
            ApiClient api, Screen screen, String name, Map<String, Object> request, boolean noWait) {
        BaseImageDocument image = api.put(ADDRESS + name, request).read(BaseImageDocument.class);
        say(screen, "%s is registered in version %s.", image.name(), image.version());
        if (noWait) {
            say(screen, "To see the state on each host: image ls");
            return ExitCode.DONE;
        }
        Instant began = Instant.now();
        Set<String> said = new HashSet<>();
        while (true) {
            List<OnHost> hosts =
                    api.get(ADDRESS + name).read(BaseImageDocument.class).hosts();
            long live = liveHosts(api, image);
            long settled = 0;
            long failed = 0;
            for (OnHost host : hosts) {
                settled += host.isIn(Stage.PREPARING) ? 0 : 1;
                failed += host.isIn(Stage.FAILED) ? 1 : 0;
                String line = "  " + host.host() + ": " + host.stage()
                        + (host.detail().isEmpty() ? "" : ". " + host.detail());
                if (said.add(line)) {
                    say(screen, line);
                }
            }
            if (live == 0) {
                say(screen, "No host is reachable. The hosts fetch the image when they reconnect.");
                return ExitCode.DONE;
            }
            if (settled >= live) {
                say(
                        screen,
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
    private static long liveHosts(ApiClient api, BaseImageDocument image) {
        String only = image.source().host();
        return api.get("/v1/hosts").items(HostDocument.class).stream()
                .filter(host -> !host.isSilent())
                .filter(host -> only.isEmpty() || host.name().equals(only))
                .count();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void say(Screen screen, String format, Object... values) {
        screen.line(values.length == 0 ? format : format.formatted(values));
    }
}
