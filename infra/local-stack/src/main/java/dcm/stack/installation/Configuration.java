package dcm.stack.installation;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PortRange;
import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads, checks and changes the settings of an installation, also if they are wrong. Not thread-safe. */
public final class Configuration {
    private static final String PREFIX = "DCM_";

    /** Variables of the environment that are for one command, and no settings. */
    private static final Set<String> FOR_ONE_COMMAND = Set.of(
            "DCM_HOME", "DCM_REPOSITORY", "DCM_NO_INSTALL", "DCM_TOKEN", "DCM_RECEIVED", ConsoleClient.SECRET_SETTING);

    private final ProgramFiles programs;
    private final Map<String, String> environment;
    private final SettingsFile file;

    public Configuration(ProgramFiles programs, Map<String, String> environment) {
        this.programs = programs;
        this.environment = Map.copyOf(environment);
        this.file = new SettingsFile(Installation.home(programs, environment));
    }

    /** The configuration of the installation that the environment and the working directory select. */
    public static Configuration current() {
        return new Configuration(ProgramFiles.current(), System.getenv());
    }

    /** The file with the stored settings. */
    public Path file() {
        return file.path();
    }

    /** All settings that can be set, by name. */
    public List<Setting> settings() {
        Settings settings = new Settings(environment, file.read());
        try {
            Installation.of(programs, environment, settings);
        } catch (StackFailure wrong) {
            // problems() says so; the settings after the wrong one are missing.
        }
        Set<String> asked = settings.asked().stream().map(Setting::name).collect(Collectors.toSet());
        Stream.of(ForeignIssuer.NAMES, PublicAccess.NAMES, ServiceSettings.NAMES, JoinedInstallation.NAMES)
                .flatMap(Collection::stream)
                .filter(name -> !asked.contains(name))
                .forEach(name -> settings.get(name, ""));
        return settings.asked();
    }

    /** What is wrong with the settings, a sentence each; empty if DCM can start with them. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        unknown(file.read().stringPropertyNames())
                .forEach(name -> problems.add("%s in %s is no setting of DCM. To remove it: ./dcm config unset %s"
                        .formatted(name, file(), name)));
        unknownVariables()
                .forEach(name -> problems.add("The environment variable %s is no setting of DCM.".formatted(name)));
        try {
            problems.addAll(contradictions(Installation.of(programs, environment)));
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
            throw new StackFailure("%s contains what is no setting of DCM: %s. To correct it: ./dcm config check"
                    .formatted(file(), String.join(", ", unknown)));
        }
    }

    /**
     * Stores settings.
     *
     * @throws StackFailure if a name is unknown or a value is wrong; nothing is stored then
     */
    public void set(Map<String, String> values) {
        List<String> unknown = unknown(values.keySet());
        if (!unknown.isEmpty()) {
            throw new StackFailure("%s: no such setting. './dcm config ls --all' lists all settings."
                    .formatted(String.join(", ", unknown)));
        }
        Properties changed = file.read();
        values.forEach(changed::setProperty);
        // Without the environment, which applies to this command only.
        Installation.of(programs, Map.of("DCM_HOME", file.home().toString()), changed);
        file.write(changed);
    }

    /**
     * Removes stored settings, so that their defaults apply.
     *
     * @return the names that were stored
     */
    public List<String> unset(List<String> names) {
        Properties changed = file.read();
        List<String> removed =
                names.stream().filter(name -> changed.remove(name) != null).toList();
        if (!removed.isEmpty()) {
            file.write(changed);
        }
        return removed;
    }

    private List<String> unknown(Collection<String> names) {
        Set<String> known = settings().stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        return names.stream().filter(name -> !known.contains(name)).sorted().toList();
    }

    private static List<String> withoutEffect(List<String> names, Set<String> set, String needed) {
        return names.stream()
                .filter(set::contains)
                .filter(name -> !name.equals(needed))
                .map(name -> "%s has no effect, because %s is not set.".formatted(name, needed))
                .toList();
    }

    private List<String> contradictions(Installation installation) {
        List<String> problems = new ArrayList<>();
        Set<String> set = settings().stream()
                .filter(setting -> setting.source() != Setting.Source.DEFAULT)
                .map(Setting::name)
                .collect(Collectors.toSet());
        if (installation.foreignIssuer().isEmpty()) {
            problems.addAll(withoutEffect(ForeignIssuer.NAMES, set, ForeignIssuer.URL));
        }
        if (installation.publicAccess().isEmpty()) {
            problems.addAll(withoutEffect(PublicAccess.NAMES, set, PublicAccess.URL));
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
