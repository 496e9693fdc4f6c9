package dcm.stack.part;

import static dcm.stack.part.UnitSyntax.commandLine;
import static dcm.stack.part.UnitSyntax.percents;
import static dcm.stack.part.UnitSyntax.quoted;

import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.installation.ProgramFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of a part's systemd unit. */
final class UnitFile {
    /** The first line of each unit that DCM has written, and may delete. */
    static final String MARK = "# Written by 'dcm up'.";

    /**
     * A part that does not report for this time hangs. The broker is paused for up to 20 s during a backup, and a report can be
     * 15 s old then.
     */
    static final Duration WATCHDOG = Duration.ofSeconds(60);

    private static final int LAUNCHER_HEAP_MIB = 64;
    private static final String SCRIPT = "infra/systemd/run-part";

    private final Installation installation;
    private final ProcessOptions options;

    UnitFile(Installation installation, ProcessOptions options) {
        this.installation = installation;
        this.options = options;
    }

    /** The name of the unit of a part. */
    static String name(String part) {
        return "dcm-" + part + ".service";
    }

    /** Its file of environment variables, which contain secrets: systemd reads it before it changes to the unit's user. */
    Path environmentFile() {
        return installation.home().resolve("units").resolve(options.name() + ".env");
    }

    /** A copy of a file that only root can read, which is made at each start. systemd creates the directory for the user. */
    Path copy(String name) {
        return Path.of("/run/dcm-units", options.name(), name);
    }

    /** Whether the part needs a copy of a file, because its user may be unable to read it, or the unit hides it. */
    boolean needsCopy(Path secret) {
        if (isRoot()
                || Stream.concat(options.writable().stream(), options.readable().stream())
                        .anyMatch(secret::startsWith)) {
            return false;
        }
        return options.readsAll()
                ? secret.startsWith(installation.home())
                : !secret.startsWith(installation.programs().root());
    }

    /** A directory for files that can be computed again; systemd creates it for the user. */
    Path cache() {
        return Path.of("/var/cache/dcm", options.name());
    }

    /**
     * The unit.
     *
     * @param command what it runs
     * @param copies files that only root can read, by the name of the copy for the user
     */
    String text(List<String> command, Map<String, Path> copies) {
        return Stream.of(unit(), service(command, copies), isRoot() ? rootHardening() : hardening())
                .collect(Collectors.joining());
    }

    private boolean isRoot() {
        return options.user().equals(ProcessOptions.ROOT);
    }

    private String unit() {
        ProgramFiles programs = installation.programs();
        String others = options.after().stream().sorted().map(UnitFile::name).collect(Collectors.joining(" "));
        String engine = isRoot() ? " docker.service" : "";
        return """
                %s Changes are lost: use 'systemctl edit %s'.
                [Unit]
                Description=DCM: %s
                Documentation=file:%s
                PartOf=%s
                After=network-online.target dcm-addresses.service %s%s
                Wants=network-online.target %s%s
                # Not after the programs are removed.
                ConditionPathExists=%s
                StartLimitIntervalSec=0

                """.formatted(
                        MARK,
                        name(options.name()),
                        options.name(),
                        percents(programs.operationsManual().toString()),
                        PartTarget.NAME,
                        others,
                        engine,
                        others,
                        engine,
                        percents(script()));
    }

    private String script() {
        return installation.programs().root().resolve(SCRIPT).toString();
    }

    private String service(List<String> command, Map<String, Path> copies) {
        List<String> words = new ArrayList<>(List.of(script(), "run"));
        words.addAll(options.probe().words());
        words.addAll(command);
        String limits = isRoot()
                ? "ExecStartPre="
                        + commandLine(List.of(installation
                                .programs()
                                .engineFile("raise-kernel-limits")
                                .toString()))
                        + "\n"
                        + prepareHost()
                : "";
        return """
                [Service]
                Type=notify
                NotifyAccess=all
                User=%1$s
                EnvironmentFile=%2$s
                %3$s%4$sExecStart=%5$s
                ExecStopPost=%6$s
                TimeoutStartSec=%11$s
                TimeoutStopSec=%7$d
                KillMode=mixed
                KillSignal=SIG%8$s
                # The exit code of a JVM that SIGTERM ends.
                SuccessExitStatus=143
                Restart=always
                RestartSec=1
                # Not longer: systemd counts the restarts of months.
                RestartSteps=4
                RestartMaxDelaySec=15
                WatchdogSec=%9$d
                # A stopped process would not react to another signal.
                WatchdogSignal=SIGKILL
                RuntimeDirectory=dcm-units/%10$s
                RuntimeDirectoryMode=0700
                CacheDirectory=dcm/%10$s
                CacheDirectoryMode=0700
                LimitNOFILE=1048576
                """.formatted(
                options.user(),
                percents(environmentFile().toString()),
                copies.entrySet().stream().map(this::copyCommand).sorted().collect(Collectors.joining()),
                limits,
                commandLine(words),
                commandLine(List.of(script(), "stopped")),
                options.grace().toSeconds() + 15,
                options.stopSignal(),
                WATCHDOG.toSeconds(),
                options.name(),
                options.startLimit().map(limit -> limit.toSeconds() + "s").orElse("infinity"));
    }

    /** Renews the certificate, and adds addresses, of a host that joined. If that fails, the worker starts nevertheless. */
    private String prepareHost() {
        if (installation.joined().isEmpty()) {
            return "";
        }
        ProgramFiles programs = installation.programs();
        // Not the variables of the worker, which the launcher would take for settings.
        List<String> launcher = new ArrayList<>(List.of(
                "/usr/bin/env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "DCM_HOME=" + installation.home(),
                ProgramFiles.VARIABLE + "=" + programs.root()));
        launcher.addAll(Java.command(
                InstallationSize.SMALL,
                LAUNCHER_HEAP_MIB,
                List.of("-cp", programs.launcherClassPath(), "dcm.stack.Launcher", "host", "prepare")));
        return "ExecStartPre=-%s\n".formatted(commandLine(launcher));
    }

    private String copyCommand(Map.Entry<String, Path> file) {
        // This command sees the same files as the part, but as root.
        return "BindReadOnlyPaths=%s\nExecStartPre=+%s\n"
                .formatted(
                        quoted(file.getValue().toString()),
                        commandLine(List.of(
                                script(),
                                "copy",
                                options.user(),
                                file.getValue().toString(),
                                file.getKey())));
    }

    /** The worker mounts homes and changes the machine, so that it needs the machine's view of the files. */
    private static String rootHardening() {
        return """
                NoNewPrivileges=yes
                LockPersonality=yes
                RestrictRealtime=yes
                SystemCallArchitectures=native
                CapabilityBoundingSet=~CAP_SYS_BOOT CAP_SYS_MODULE CAP_SYS_TIME CAP_WAKE_ALARM CAP_SYSLOG CAP_AUDIT_CONTROL CAP_MAC_ADMIN
                """;
    }

    /** Of the installation's directory, a part sees only its program and what it writes. */
    private String hardening() {
        String capabilities = String.join(" ", options.capabilities());
        boolean readsHomes = options.capabilities().contains(ProcessOptions.WRITE_ALL);
        return """
                TemporaryFileSystem=%s:ro
                BindReadOnlyPaths=%s
                %sTemporaryFileSystem=/run:ro
                BindPaths=/run/dcm-units/%s
                # For systemd-notify, the journal and the resolution of names. Not Docker's socket, nor the files of other parts.
                BindReadOnlyPaths=-/run/systemd/notify -/run/systemd/journal -/run/systemd/resolve -/run/NetworkManager -/run/resolvconf
                InaccessiblePaths=-/etc/shadow -/etc/shadow- -/etc/gshadow -/etc/gshadow- -/etc/ssh -/var/lib/docker -/var/lib/containerd
                UMask=0077
                NoNewPrivileges=yes
                CapabilityBoundingSet=%s
                AmbientCapabilities=%s
                ProtectSystem=strict
                # Administrators' certificates can be in their homes.
                ProtectHome=%s
                PrivateTmp=yes
                PrivateDevices=yes
                ProtectClock=yes
                ProtectControlGroups=yes
                ProtectHostname=yes
                ProtectKernelLogs=yes
                ProtectKernelModules=yes
                ProtectKernelTunables=yes
                ProtectProc=invisible
                RemoveIPC=yes
                RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
                RestrictNamespaces=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                LockPersonality=yes
                SystemCallArchitectures=native
                SystemCallFilter=@system-service
                SystemCallErrorNumber=EPERM
                """.formatted(
                quoted(installation.home().toString()),
                Stream.concat(
                                Stream.of(installation.home().resolve("app").resolve(options.name())),
                                options.readable().stream())
                        .map(path -> "-" + quoted(path.toString()))
                        .collect(Collectors.joining(" ")),
                options.writable().stream()
                        .map(path -> "BindPaths=%s\n".formatted(quoted(path.toString())))
                        .collect(Collectors.joining()),
                options.name(),
                capabilities,
                capabilities,
                readsHomes ? "read-only" : "tmpfs");
    }
}
