package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm image}. */
@Command(
        name = "image",
        description = "Base images: what people's containers are made of.",
        subcommands = {
            ImageCommand.Ls.class,
            ImageCommand.Show.class,
            ImageCommand.Add.class,
            ImageCommand.Promote.class,
            ImageCommand.SetUse.class,
            ImageCommand.Rm.class
        })
final class ImageCommand {
    private static final String ADDRESS = "/v1/catalog/images/";
    private static final String ROW = "%-24s %7s  %-36s %-20s %-28s %s%n";

    private ImageCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    /** {@code ./dcm image ls}. */
    @Command(
            name = "ls",
            description = "List the base images of the catalog, and how far each host has come with them.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode images = administrator().get("/v1/catalog/images").expectDone();
            if (json) {
                System.out.println(images.toPrettyString());
                return 0;
            }
            System.out.printf(ROW, "NAME", "VERSION", "FROM", "FOR", "HOSTS", "DESCRIPTION");
            for (JsonNode image : images.path("items")) {
                System.out.printf(
                        ROW,
                        image.path("name").asText(),
                        image.path("version").asText(),
                        source(image),
                        groups(image),
                        image.path("retired").asBoolean()
                                ? "retired"
                                : image.path("hosts")
                                        .valueStream()
                                        .map(host -> host.path("host").asText() + " "
                                                + host.path("stage").asText())
                                        .collect(Collectors.joining(", ")),
                        image.path("description").asText());
                image.path("hosts")
                        .valueStream()
                        .filter(host -> host.path("stage").asText().equals("failed"))
                        .forEach(host -> System.out.printf(
                                "  on %s: %s%n",
                                host.path("host").asText(), host.path("detail").asText()));
            }
            return 0;
        }

        private static String groups(JsonNode image) {
            return image.path("groups").isEmpty()
                    ? "nobody"
                    : image.path("groups").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
        }

        private static String source(JsonNode image) {
            String reference = image.path("source").path("reference").asText();
            String shown = reference.startsWith("sha256:") ? reference.substring(7, 19) : reference;
            return image.path("source").path("kind").asText() + " " + shown;
        }
    }

    /** {@code ./dcm image show}. */
    @Command(name = "show", description = "Show a base image, and what each host says of it.")
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        @Mixin
        private Shown shown = new Shown();

        @Override
        public Integer call() {
            shown.print(administrator().get(ADDRESS + name).expectDone());
            return 0;
        }
    }

    /** Who may use an image, and what it is. */
    static final class Use {
        @Option(names = "--description", paramLabel = "TEXT", description = "For those who may use it.")
        private @Nullable String description;

        @Option(
                names = "--group",
                paramLabel = "NAME",
                description = "Whose members may use it, can be repeated; 'everybody' unless told otherwise.")
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

    /** {@code ./dcm image add}. */
    @Command(
            name = "add",
            description =
                    "Offer an image, or a new version of one. Each host fetches it and logs in to a container of it"
                            + " before it is offered; what a base image must do stands in docs/base-images.md.",
            footer = {
                "",
                "Examples: docker build --tag lab/numerics . && ./dcm image add numerics:1 --local lab/numerics",
                "          ./dcm image add python:13 --recipe python --description 'NumPy, SciPy, Jupyter'",
                "          ./dcm image add numerics:1 --tar numerics.tar.gz",
                "          ./dcm image add numerics:2 --registry registry.lab.example/numerics:2 --group students",
                "",
                "It ends with 3 if a host could not take it."
            })
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME:TAG", description = "What people will call it.")
        private String name = "";

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Source source = new Source();

        /** Where it comes from. */
        static final class Source {
            @Option(names = "--local", paramLabel = "IMAGE", description = "What the hosts' Docker Engines call it.")
            private @Nullable String local;

            @Option(names = "--registry", paramLabel = "IMAGE", description = "What is to be pulled.")
            private @Nullable String registry;

            @Option(
                    names = "--tar",
                    paramLabel = "FILE|URL",
                    description = "What 'docker save' wrote: a file of this host, or an address for all.")
            private @Nullable String tar;

            @Option(names = "--recipe", paramLabel = "FOLDER", description = "A folder of infra/images.")
            private @Nullable String recipe;
        }

        @Option(names = "--host", paramLabel = "NAME", description = "The only host that is to look for it.")
        private @Nullable String host;

        @Mixin
        private Use use = new Use();

        @Option(names = "--no-wait", description = "Do not wait for the hosts.")
        private boolean noWait;

        @Override
        public Integer call() {
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
                        isAddress
                                ? source.tar
                                : "file://"
                                        + Path.of(source.tar).toAbsolutePath().normalize());
            }
            if (source.recipe != null) {
                request.put("recipe", source.recipe);
            }
            if (host != null) {
                request.put("host", host);
            }
            return register(name, request, noWait);
        }
    }

    /** {@code ./dcm image promote}. */
    @Command(
            name = "promote",
            description = "Make a base image of an image of somebody's own, which stays hers.",
            footer = {"", "Example: ./dcm image promote alice solver:2 --as solver:2 --group students"})
    static final class Promote implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Whose image it is.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "IMAGE", description = "Which one.")
        private String image = "";

        @Option(names = "--as", paramLabel = "NAME:TAG", description = "Its name as a base image; otherwise the same.")
        private @Nullable String as;

        @Mixin
        private Use use = new Use();

        @Option(names = "--no-wait", description = "Do not wait for the host that has it.")
        private boolean noWait;

        @Override
        public Integer call() {
            Map<String, Object> request = use.request();
            request.put("promote", Map.of("account", account, "image", image));
            return register(as == null ? image : as, request, noWait);
        }
    }

    /** {@code ./dcm image set}. */
    @Command(name = "set", description = "Describe a base image otherwise, or offer it to others.")
    static final class SetUse implements Callable<Integer> {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        @Mixin
        private Use use = new Use();

        @Override
        public Integer call() {
            JsonNode image =
                    administrator().patch(ADDRESS + name, use.request()).expectDone();
            System.out.printf(
                    "%s is for: %s.%n",
                    image.path("name").asText(),
                    image.path("groups").valueStream().map(JsonNode::asText).collect(Collectors.joining(", ")));
            return 0;
        }
    }

    /** {@code ./dcm image rm}. */
    @Command(name = "rm", description = "Offer a base image no more. Containers that were made of it go on.")
    static final class Rm implements Callable<Integer> {
        @Parameters(paramLabel = "NAME:TAG", description = "The base image.")
        private String name = "";

        @Override
        public Integer call() {
            administrator().delete(ADDRESS + name, Duration.ZERO).expectDone();
            System.out.printf(
                    "%s is not offered any more, also where DCM_BASE_IMAGES has it. './dcm image add' offers it again.%n",
                    name);
            return 0;
        }
    }

    private static int register(String name, Map<String, Object> request, boolean noWait) {
        DoorClient administrator = administrator();
        JsonNode image = administrator.put(ADDRESS + name, request).expectDone();
        String version = image.path("version").asText();
        System.out.printf(
                "%s is registered in version %s.%n", image.path("name").asText(), version);
        if (noWait) {
            System.out.printf("'./dcm image ls' tells how far the hosts have come.%n");
            return 0;
        }
        Instant began = Instant.now();
        Set<String> said = new HashSet<>();
        while (true) {
            JsonNode hosts = administrator.get(ADDRESS + name).expectDone().path("hosts");
            long live = liveHosts(administrator, image);
            long settled = 0;
            long failed = 0;
            for (JsonNode host : hosts) {
                String stage = host.path("stage").asText();
                settled += stage.equals("preparing") ? 0 : 1;
                failed += stage.equals("failed") ? 1 : 0;
                String line = "  " + host.path("host").asText() + ": " + stage
                        + (host.has("detail") ? ". " + host.path("detail").asText() : "");
                if (said.add(line)) {
                    System.out.println(line);
                }
            }
            if (live == 0) {
                System.out.println("No host answers; they will fetch it when they return.");
                return 0;
            }
            if (settled >= live) {
                System.out.printf(
                        failed == 0
                                ? "It is offered; %d s.%n"
                                : "Not every host offers it; each tries again once a minute. %d s.%n",
                        Duration.between(began, Instant.now()).toSeconds());
                return failed == 0 ? 0 : 3;
            }
            Pause.briefly();
        }
    }

    /** On how many hosts that answer it is to be. */
    private static long liveHosts(DoorClient administrator, JsonNode image) {
        String only = image.path("source").path("host").asText("");
        return administrator
                .get("/v1/hosts")
                .expectDone()
                .path("items")
                .valueStream()
                .filter(host -> !host.path("status").asText().equals("silent"))
                .filter(host -> only.isEmpty() || host.path("name").asText().equals(only))
                .count();
    }
}
