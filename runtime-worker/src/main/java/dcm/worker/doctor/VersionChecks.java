package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.problem;
import static dcm.worker.doctor.Findings.warning;

import dcm.contract.report.Finding;
import dcm.worker.engine.EngineConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the versions of the engine and its parts for known vulnerabilities. Pure. */
final class VersionChecks {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

    /**
     * All older versions have CVE-2026-41567, 41568 and 42306 (a container changes files of the host during a copy), and
     * before 29.3.1 CVE-2026-34040 (bypass of authorization plugins).
     */
    private static final int[] ENGINE = {29, 5, 1};

    /** CVE-2024-21626: container escape through a leaked directory handle. */
    private static final int[] RUNTIME_ESCAPE = {1, 1, 12};

    /** CVE-2025-31133, 52565 and 52881: container escape through mount races; fixed in 1.2.8 and 1.3.3. */
    private static final int[] RUNTIME_MOUNTS = {1, 2, 8};

    private static final int[] RUNTIME_MOUNTS_1_3 = {1, 3, 3};

    private VersionChecks() {}

    static List<Finding> of(EngineConfiguration engine, HostFacts host) {
        return Stream.of(
                        Optional.of(engineVersion(engine, host)),
                        containerdVersion(host),
                        Optional.of(runtimeVersion(engine, host)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** If Docker is a Debian package, the package's version decides, since Debian backports fixes. */
    private static Finding engineVersion(EngineConfiguration engine, HostFacts host) {
        return packaged(host, "docker.io", engine.version())
                .map(installed -> ofPackage("engine", installed))
                .orElseGet(() -> isBefore(engine.version(), ENGINE)
                        ? warning(
                                "engine",
                                "Docker " + engine.version()
                                        + " has known vulnerabilities such as CVE-2026-41567, unless your distribution has"
                                        + " fixed them.",
                                "Update Docker to 29.5.1 or newer.")
                        : ok("engine", "Docker " + engine.version() + "."));
    }

    private static Finding runtimeVersion(EngineConfiguration engine, HostFacts host) {
        String version = engine.runtimeVersion();
        if (version.isEmpty()) {
            return warning(
                    "runtime",
                    "Docker does not report the version of runc.",
                    "Run 'runc --version'. Update runc if it is older than 1.2.8, or is 1.3.0, 1.3.1 or 1.3.2.");
        }
        return packaged(host, "runc", version)
                .map(installed -> ofPackage("runtime", installed))
                .orElseGet(() -> upstreamRuntime(version));
    }

    private static Finding upstreamRuntime(String version) {
        if (isBefore(version, RUNTIME_ESCAPE)) {
            return problem(
                    "runtime",
                    "runc " + version
                            + " lets a process escape from its container to the host (CVE-2024-21626), unless your"
                            + " distribution has fixed it.",
                    "Update runc to 1.2.8 or newer.");
        }
        return isBefore(version, RUNTIME_MOUNTS) || isBefore(version, RUNTIME_MOUNTS_1_3) && version.startsWith("1.3.")
                ? warning(
                        "runtime",
                        "runc " + version
                                + " has known vulnerabilities such as CVE-2025-31133, unless your distribution has"
                                + " fixed them.",
                        "Update runc to 1.2.8, 1.3.3 or newer.")
                : ok("runtime", "runc " + version + ".");
    }

    private static Optional<Finding> containerdVersion(HostFacts host) {
        return host.packages().stream()
                .filter(installed -> installed.name().equals("containerd"))
                .map(installed -> ofPackage("containerd", installed))
                .findFirst();
    }

    /** The package that the engine's part of this version is from. */
    private static Optional<InstalledPackage> packaged(HostFacts host, String name, String version) {
        return host.packages().stream()
                .filter(installed ->
                        installed.name().equals(name) && installed.version().startsWith(version + "-"))
                .findFirst();
    }

    private static Finding ofPackage(String check, InstalledPackage installed) {
        return installed.flaws().isEmpty()
                ? ok(
                        check,
                        installed.name() + " " + installed.version()
                                + " has the fixes for all vulnerabilities that doctor knows.")
                : warning(
                        check,
                        installed.sentence(),
                        "Run apt-get update && apt-get install --only-upgrade " + installed.name()
                                + ", and restart Docker. If Debian has no newer version yet, follow its security"
                                + " tracker.");
    }

    /** True if the version is older than {@code wanted}; false for a version that cannot be parsed. */
    static boolean isBefore(String version, int[] wanted) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            String group = numbers.group(i + 1);
            int number = group == null ? 0 : Integer.parseInt(group);
            if (number != wanted[i]) {
                return number < wanted[i];
            }
        }
        return false;
    }
}
