package dcm.stack.service;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.Http;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Probe;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.Programs;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One of DCM's own services, as built by its module. */
final class QuarkusService implements Part {
    /** Readiness and liveness: a service whose stream has failed may be ready and not live. */
    private static final String HEALTH = "/q/health";

    private static final String LIVENESS = HEALTH + "/live";

    /** Liveness is answered before views are rebuilt, and before admission has read the log. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /** Quarkus would answer a malformed address with a bare 400; the services check it themselves and answer a problem document. */
    private static final String OWN_URI_VALIDATION = "-Dvertx.disableURIValidation=true";

    private final Installation installation;
    private final String module;
    private final String name;
    private final List<StackPort> ports;
    private final int heapMiB;
    private final Set<String> needs;
    private final Supplier<Map<String, String>> environment;
    private final PartProcess process;
    private final Progress progress;

    /** What a service's start reports, and what it waits for. */
    record Progress(Supplier<Optional<String>> own, Supplier<Optional<String>> awaited) {
        static final Progress NONE = new Progress(Optional::empty, Optional::empty);
    }

    /**
     * @param module the name of its module
     * @param name the name of its part
     * @param ports the ports on which it listens; the first is for HTTP
     * @param environment variables in addition to the common ones; called at launch, because it may contain secrets
     *     that are generated only then
     * @param progress of a long start
     * @param process how its process is run
     */
    QuarkusService(
            Installation installation,
            String module,
            String name,
            List<StackPort> ports,
            int heapMiB,
            Set<String> needs,
            Supplier<Map<String, String>> environment,
            Progress progress,
            ProcessOptions process) {
        this.installation = installation;
        this.module = module;
        this.name = name;
        this.ports = List.copyOf(ports);
        this.heapMiB = heapMiB;
        this.needs = needs;
        this.environment = environment;
        this.process = PartProcesses.of(installation, process.withProbe(probe()).withStartLimit(START_LIMIT));
        this.progress = progress;
    }

    /** A joined host's worker listens with TLS only, on the host's address. */
    private Probe probe() {
        int port = installation.port(ports.getFirst());
        return installation
                .joined()
                .map(other -> new Probe(Probe.Kind.TLS, other.address(), port, "/"))
                .orElseGet(() -> Probe.http(port, LIVENESS));
    }

    @Override
    public Optional<String> progress() {
        return progress.own().get();
    }

    @Override
    public Optional<String> awaitedProgress() {
        return progress.awaited().get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return Versions.of("dcm");
    }

    @Override
    public String url() {
        return ports.contains(StackPort.RUNTIME_WORKER) ? installation.workerUrl() : installation.url(ports.getFirst());
    }

    @Override
    public Set<StackPort> ports() {
        return Set.copyOf(ports);
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public PartProcess process() {
        return process;
    }

    @Override
    public Optional<Duration> startLimit() {
        return Optional.of(START_LIMIT);
    }

    @Override
    public boolean healthy() {
        return health().map(health -> health.path("status").asText().equals("UP"))
                .orElse(false);
    }

    @Override
    public boolean answers() {
        return get(LIVENESS)
                .map(health -> health.path("status").asText().equals("UP"))
                .orElse(false);
    }

    @Override
    public List<String> attention() {
        return health().stream()
                .flatMap(health -> health.findValuesAsText("attention").stream())
                .toList();
    }

    /** What the worker's readiness says, such as that its host is refused. Other services say nothing. */
    @Override
    public Optional<Problem> problem() {
        return ports.contains(StackPort.RUNTIME_WORKER)
                ? health().map(health -> health.findParent("trouble"))
                        .map(data -> new Problem(
                                data.path("trouble").asText(),
                                data.path("permanent").asBoolean()))
                        .filter(problem -> !problem.reason().isEmpty())
                : Optional.empty();
    }

    private Optional<JsonNode> health() {
        return get(HEALTH);
    }

    private Optional<JsonNode> get(String path) {
        String address = url() + path;
        return address.startsWith("https:")
                ? Http.json(address, installation.certificates().authority())
                : Http.json(address);
    }

    @Override
    public void launch() {
        Path built = installation.programs().service(module);
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new StackFailure(
                    "%s is not built: nothing found in %s. To build it: ./dcm up".formatted(module, built));
        }
        Path copy = ownCopy(built);
        write(origin(), installation.programs().root() + "\n" + version());
        launch(copy);
    }

    @Override
    public void relaunch() {
        launch(copy());
    }

    /** The file with the directory of the programs of which {@link #copy} is a copy, and their version, which 0.10 did not write. */
    private Path origin() {
        return installation.home().resolve("app").resolve(name + ".programs");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    private void launch(Path application) {
        Map<String, String> variables = variables();
        // By these, an upgrade knows what runs. They are not those of the launcher, which can be newer.
        List<String> origin = read(origin());
        variables.put(ProgramFiles.VARIABLE, origin.isEmpty() ? "" : origin.getFirst());
        variables.put(ProgramFiles.VERSION_VARIABLE, origin.size() < 2 ? "" : origin.get(1));
        process.launchJvm(
                Java.command(
                        installation.size(),
                        heapMiB,
                        List.of(OWN_URI_VALIDATION, "-jar", application + "/quarkus-run.jar")),
                variables);
    }

    /** All environment variables of its process, with secrets. */
    Map<String, String> variables() {
        var all = new LinkedHashMap<String, String>();
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(installation.port(ports.getFirst())));
        all.put("DCM_INSTALLATION", installation.id());
        all.putAll(installation.serviceSettings().values());
        all.putAll(environment.get());
        return all;
    }

    private Path copy() {
        return installation.home().resolve("app").resolve(name);
    }

    /**
     * Runs a copy, because a build would change the jars of a running service, and an upgrade would delete them. An upgrade
     * replaces files as a whole, so that links to them are enough, unless they are on another file system.
     */
    private Path ownCopy(Path built) {
        Path copy = copy();
        boolean release = installation.programs().isRelease();
        // Files of different releases can have the same time.
        if (!release && isCopy(copy, built)) {
            return copy;
        }
        SystemCommand.run("rm", "-rf", copy.toString());
        SystemCommand.run("mkdir", "-p", installation.home().resolve("app").toString());
        if (!release || !linked(built, copy)) {
            SystemCommand.run("cp", "-a", "--reflink=auto", built.toString(), copy.toString());
        }
        return copy;
    }

    private static boolean isCopy(Path copy, Path built) {
        try {
            return Programs.isCopy(copy, built);
        } catch (IOException e) {
            return false; // it is copied again
        }
    }

    private static boolean linked(Path built, Path copy) {
        try {
            if (!Files.getFileStore(built).equals(Files.getFileStore(copy.getParent()))) {
                return false;
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(built, e), e);
        }
        try {
            SystemCommand.run("cp", "-al", built.toString(), copy.toString());
            return true;
        } catch (StackFailure otherQuotaProject) {
            SystemCommand.run("rm", "-rf", copy.toString());
            return false;
        }
    }
}
