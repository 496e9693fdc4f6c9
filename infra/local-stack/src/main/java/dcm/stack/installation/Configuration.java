package dcm.stack.installation;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PortRange;
import dcm.stack.machine.StackFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads, checks and changes the settings of an installation, also if they are wrong. Not thread-safe. */
public final class Configuration {
    /** Other machines would have to reach the cluster of others, with rights there that DCM does not ask for. */
    public static final String FOREIGN_BROKER_WITHOUT_HOSTS = "DCM_CLUSTER_ADDRESS and " + ForeignBroker.BOOTSTRAP
            + " are set. Machines can join an installation with its own broker only; unset one of them.";

    private static final String PREFIX = "DCM_";

    /** Variables of the environment that are for one command, and no settings. */
    private static final Set<String> FOR_ONE_COMMAND = Set.of(
            "DCM_HOME",
            "DCM_REPOSITORY",
            "DCM_COMMAND",
            "DCM_NO_INSTALL",
            "DCM_TOKEN",
            "DCM_RECEIVED",
            ConsoleClient.SECRET_SETTING,
            // Of the program for users' own machines.
            "DCM_URL",
            "DCM_CONTEXT",
            "DCM_CA",
            "DCM_ALLOW_HTTP",
            "DCM_DEBUG");

    private final ProgramFiles programs;
    private final Map<String, String> environment;
    private final SettingsFile file;

    public Configuration(ProgramFiles programs, Map<String, String> environment) {
        this.programs = programs;
        this.environment = Map.copyOf(environment);
        this.file = SettingsFile.of(programs, Installation.home(programs, environment));
    }

    /** The configuration of the installation that the environment and the working directory select. */
    public static Configuration current() {
        return new Configuration(ProgramFiles.current(), System.getenv());
    }

    /** The installation's directory. */
    public Path home() {
        return file.home();
    }

    /** The file with the stored settings. */
    public Path file() {
        return file.path();
    }

    /** The value of one setting, also if others are wrong; empty: it has none. */
    public Optional<String> value(String name) {
        return Optional.of(new Settings(environment, file.read()).get(name, "")).filter(value -> !value.isBlank());
    }

    /** All settings, by name. */
    public List<Setting> settings() {
        Settings settings = new Settings(environment, file.read());
        try {
            Installation.of(programs, environment, settings);
        } catch (StackFailure wrong) {
            // problems() describes it.
        }
        Map<String, String> defaults = defaults();
        settings.used().forEach(setting -> defaults.remove(setting.name()));
        defaults.forEach(settings::get);
        return settings.used();
    }

    /** The default of each setting. */
    private Map<String, String> defaults() {
        Settings settings = new Settings(Map.of(), new Properties());
        installation(settings);
        Map<String, String> defaults = new TreeMap<>();
        Stream.of(
                        ForeignIssuer.NAMES,
                        ForeignBroker.NAMES,
                        ForeignDatabases.NAMES,
                        PublicAccess.NAMES,
                        ServiceSettings.NAMES,
                        JoinedInstallation.NAMES)
                .flatMap(Collection::stream)
                .forEach(name -> defaults.put(name, ""));
        settings.used().forEach(setting -> defaults.put(setting.name(), setting.value()));
        return defaults;
    }

    /** What is wrong with the settings, a sentence each; empty if DCM can start with them. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        unknown(file.read().stringPropertyNames())
                .forEach(name -> problems.add("%s in %s is not a DCM setting. To remove it: ./dcm config unset %s"
                        .formatted(name, file(), name)));
        unknownVariables()
                .forEach(name -> problems.add("The environment variable %s is not a DCM setting.".formatted(name)));
        try {
            problems.addAll(contradictions(Installation.of(programs, environment), settings()));
        } catch (StackFailure wrong) {
            problems.addAll(String.valueOf(wrong.getMessage()).lines().toList());
        }
        return problems;
    }

    /** Variables of the environment that begin like a setting, and are none. */
    public List<String> unknownVariables() {
        return unknown(environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !FOR_ONE_COMMAND.contains(name))
                .toList());
    }

    /** Refuses stored settings that DCM does not know, because storing the known ones would delete them. */
    public void requireKnown() {
        List<String> unknown = unknown(file.read().stringPropertyNames());
        if (!unknown.isEmpty()) {
            throw new StackFailure("%s contains unknown settings: %s. To correct it: ./dcm config check"
                    .formatted(file(), String.join(", ", unknown)));
        }
    }

    /**
     * Stores settings.
     *
     * @throws StackFailure if a name is unknown, a value is wrong, or values contradict each other; nothing is stored then
     */
    public void set(Map<String, String> values) {
        requireChangeable(values.keySet());
        List<String> unknown = unknown(values.keySet());
        if (!unknown.isEmpty()) {
            throw new StackFailure("%s: no such setting. './dcm config ls --all' lists all settings."
                    .formatted(String.join(", ", unknown)));
        }
        Properties changed = file.read();
        values.forEach(changed::setProperty);
        requireConsistent(changed, values.keySet());
        file.write(changed);
    }

    /**
     * Removes stored settings, so that their defaults apply.
     *
     * @return the names that were stored
     * @throws StackFailure if those that stay are wrong without them; nothing is removed then
     */
    public List<String> unset(List<String> names) {
        requireChangeable(names);
        Properties changed = file.read();
        List<String> removed =
                names.stream().filter(name -> changed.remove(name) != null).toList();
        List<String> problems = problems(changed);
        // Wrong settings can be removed one after another.
        if (!problems.isEmpty() && problems(file.read()).isEmpty()) {
            throw new StackFailure("%s%nNothing was removed. Name settings that need each other in one command."
                    .formatted(String.join("\n", problems)));
        }
        if (!removed.isEmpty()) {
            file.write(changed);
        }
        return removed;
    }

    /** Whether commands can work with the stored settings; {@link #problems} says why not. */
    public boolean isUsable() {
        try {
            installation(new Settings(Map.of(), file.read()));
            return true;
        } catch (StackFailure wrong) {
            return false;
        }
    }

    /** Without the environment, which applies to one command only. */
    private List<String> problems(Properties stored) {
        Settings settings = new Settings(Map.of(), stored);
        try {
            Installation installation = installation(settings);
            stored.stringPropertyNames().forEach(name -> settings.get(name, "")); // counts as used
            return contradictions(installation, settings.used());
        } catch (StackFailure wrong) {
            return String.valueOf(wrong.getMessage()).lines().toList();
        }
    }

    private Installation installation(Settings settings) {
        return Installation.of(programs, Map.of("DCM_HOME", file.home().toString()), settings);
    }

    /** Other machines and the engine know these. */
    private void requireChangeable(Collection<String> names) {
        boolean isUsed =
                Files.exists(file.home().resolve("data")) || file.read().containsKey(JoinedInstallation.SERVER);
        List<String> fixed = Stream.concat(
                        JoinedInstallation.NAMES.stream(), Stream.of(Installation.ID, SwarmSettings.MANAGER))
                .filter(names::contains)
                .toList();
        if (isUsed && !fixed.isEmpty()) {
            throw new StackFailure(
                    "%s cannot be changed. Only a start of a new installation, or './dcm host join', sets it."
                            .formatted(String.join(", ", fixed)));
        }
    }

    /**
     * Without the environment, which applies to one command only.
     *
     * @param now the names of the settings that are being stored, which must have an effect
     */
    private void requireConsistent(Properties stored, Set<String> now) {
        Settings settings = new Settings(Map.of(), stored);
        Installation installation = installation(settings);
        Set<String> given = now.stream()
                .filter(name -> !stored.getProperty(name, "").isBlank())
                .collect(Collectors.toSet());
        List<String> problems = Stream.concat(
                        contradictions(installation, settings.used()).stream(),
                        withoutEffect(installation, given).stream())
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new StackFailure(String.join("\n", problems));
        }
    }

    private List<String> unknown(Collection<String> names) {
        Set<String> known = defaults().keySet();
        return names.stream().filter(name -> !known.contains(name)).sorted().toList();
    }

    /** The settings of the environment that have no effect, a sentence each. They are not stored. */
    public List<String> variablesWithoutEffect() {
        return withoutEffect(
                Installation.of(programs, environment),
                environment.keySet().stream()
                        .filter(name -> !environment.getOrDefault(name, "").isBlank())
                        .collect(Collectors.toSet()));
    }

    /** Those of {@code set} that have no effect beside the installation's other settings, a sentence each. */
    private static List<String> withoutEffect(Installation installation, Set<String> set) {
        List<String> problems = new ArrayList<>();
        if (installation.foreignIssuer().isEmpty()) {
            problems.addAll(withoutEffect(ForeignIssuer.NAMES, set, ForeignIssuer.URL));
        }
        if (installation.foreignBroker().isEmpty()) {
            problems.addAll(withoutEffect(ForeignBroker.NAMES, set, ForeignBroker.BOOTSTRAP));
        }
        if (installation.foreignDatabases().isEmpty()) {
            problems.addAll(withoutEffect(ForeignDatabases.NAMES, set, ForeignDatabases.URL));
        }
        installation
                .publicAccess()
                .ifPresentOrElse(
                        access -> access.unused().forEach((name, mode) -> {
                            if (set.contains(name)) {
                                problems.add("%s has no effect, because DCM_TLS is not %s.".formatted(name, mode));
                            }
                        }),
                        () -> problems.addAll(withoutEffect(PublicAccess.NAMES, set, PublicAccess.URL)));
        return problems;
    }

    private static List<String> withoutEffect(List<String> names, Set<String> set, String needed) {
        return names.stream()
                .filter(set::contains)
                .filter(name -> !name.equals(needed))
                .map(name -> "%s has no effect, because %s is not set.".formatted(name, needed))
                .toList();
    }

    /** The image registry and the engine's swarm listen on the cluster address itself. */
    private static List<String> contradictionsOfTranslation(Installation installation) {
        if (installation.clusterAddress().isEmpty()) {
            return List.of(
                    "%s has no effect, because DCM_CLUSTER_ADDRESS is not set.".formatted(Installation.CLUSTER_LISTEN));
        }
        List<String> problems = new ArrayList<>();
        if (installation.runsImageRegistry()) {
            problems.add(onlyUntranslated(Installation.IMAGE_REGISTRY));
        }
        if (installation.swarm().mode().isOn()) {
            problems.add(onlyUntranslated("DCM_SWARM"));
        }
        return problems;
    }

    private static String onlyUntranslated(String setting) {
        return "%s and %s are set. The former needs a cluster address that is not translated; unset one of them."
                .formatted(setting, Installation.CLUSTER_LISTEN);
    }

    /** The files named by settings that cannot be read, a sentence each. Only a start needs them. */
    public static List<String> unreadableFiles(Installation installation) {
        return installation.namedFiles().entrySet().stream()
                .filter(file -> !Files.isReadable(file.getValue()))
                .map(file -> "%s is '%s', which cannot be read.".formatted(file.getKey(), file.getValue()))
                .toList();
    }

    private static List<String> contradictions(Installation installation, List<Setting> settings) {
        List<String> problems = new ArrayList<>();
        Set<String> set = settings.stream()
                .filter(setting -> setting.source() != Setting.Source.DEFAULT)
                .map(Setting::name)
                .collect(Collectors.toSet());
        problems.addAll(withoutEffect(installation, set));
        problems.addAll(unreadableFiles(installation));
        if (installation.foreignBroker().isPresent()
                && installation.clusterAddress().isPresent()) {
            problems.add(
                    "DCM_CLUSTER_ADDRESS and %s are set. Machines can join an installation with its own broker only; unset one of them."
                            .formatted(ForeignBroker.BOOTSTRAP));
        }
        if (installation.swarm().mode().isOn()
                && installation.joined().isEmpty()
                && SwarmSettings.managerAddress(installation.clusterAddress()).isEmpty()) {
            problems.add(SwarmSettings.WITHOUT_ADDRESS);
        }
        if (installation.instances().of("api-gateway").size() > 1
                && installation.publicAccess().stream()
                        .anyMatch(access -> !access.listeners().isEmpty())) {
            problems.add(
                    "%s has api-gateway:2, but only one API gateway of a machine can listen for DCM_PUBLIC_URL."
                                    .formatted(ServiceInstances.SETTING)
                            + " Set DCM_TLS=proxy without DCM_LISTEN, and let a reverse proxy on this machine share the requests; or run one API gateway.");
        }
        problems.addAll(installation.serviceSettings().withoutEffect());
        if (installation.clusterListen().isPresent()) {
            problems.addAll(contradictionsOfTranslation(installation));
        }
        try {
            PortRange containers = PortRange.parse(installation.sshPorts());
            Stream.of(installation.ownPorts().split(","))
                    .map(PortRange::parse)
                    .filter(containers::overlaps)
                    .forEach(own -> problems.add(
                            "DCM_SSH_PORTS is '%s', which overlaps ports of DCM itself, %s. Change DCM_SSH_PORTS, DCM_PORT_BASE or DCM_GATEWAY_PORT."
                                    .formatted(containers, own)));
        } catch (InvalidValueException e) {
            problems.add("DCM_SSH_PORTS: " + e.getMessage());
        }
        for (StackPort port : StackPort.values()) {
            if (port != StackPort.SSH && installation.port(port) == installation.gatewayPort()) {
                problems.add(
                        "DCM_GATEWAY_PORT is %d, which another part uses with DCM_PORT_BASE %d. Choose another port."
                                .formatted(installation.gatewayPort(), installation.portBase()));
            }
        }
        return problems;
    }
}
