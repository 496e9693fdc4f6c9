package dcm.worker.doctor;

import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A package of Debian 13 that containers depend on. Debian backports fixes without changing upstream's version, so the
 * package version decides.
 *
 * @param name the Debian package name
 * @param version the installed version
 * @param flaws known vulnerabilities of this version
 */
record InstalledPackage(String name, String version, List<Flaw> flaws) {
    /**
     * A known vulnerability, from Debian's changelogs. Add a row for each new vulnerability.
     *
     * @param fixedIn the first version without these vulnerabilities
     */
    record Flaw(String packageName, String fixedIn, String names) {}

    static final List<Flaw> KNOWN = List.of(
            new Flaw(
                    "docker.io",
                    "26.1.5+dfsg1-9+deb13u1",
                    "CVE-2026-33747, CVE-2026-33748, CVE-2026-33997, CVE-2026-34040, CVE-2026-41568, CVE-2026-42306"),
            new Flaw("containerd", "1.7.24~ds1-6+deb13u1", "CVE-2024-25621, CVE-2025-64329"),
            new Flaw("runc", "1.1.15+ds1-2+deb13u1", "CVE-2025-31133, CVE-2025-52565, CVE-2026-41579"),
            // Not in the changelog of 1.1.15+ds1-2+deb13u1; upstream's first version with the fix.
            new Flaw("runc", "1.2.8", "CVE-2025-52881"));

    private static final Path RELEASE = Path.of("/etc/os-release");

    /** Compares two versions as Debian orders them. */
    @FunctionalInterface
    interface VersionOrder {
        boolean isOlder(String version, String than) throws InterruptedException;
    }

    InstalledPackage {
        flaws = List.copyOf(flaws);
    }

    /** The package {@code name} in this version, with its known vulnerabilities. */
    static InstalledPackage of(String name, String version, VersionOrder order) throws InterruptedException {
        List<Flaw> open = new ArrayList<>();
        for (Flaw flaw : KNOWN) {
            if (flaw.packageName.equals(name) && order.isOlder(version, flaw.fixedIn)) {
                open.add(flaw);
            }
        }
        return new InstalledPackage(name, version, open);
    }

    /** The installed packages that matter; empty unless the host runs Debian 13. */
    static List<InstalledPackage> read() throws InterruptedException {
        List<InstalledPackage> installed = new ArrayList<>();
        if (isDebian13()) {
            for (String name : List.of("docker.io", "containerd", "runc")) {
                String version = version(name);
                if (!version.isEmpty()) {
                    installed.add(of(name, version, InstalledPackage::isOlder));
                }
            }
        }
        return installed;
    }

    /** The vulnerabilities as a sentence. */
    String sentence() {
        return name + " " + version + " has known vulnerabilities: "
                + flaws.stream()
                        .map(flaw -> flaw.names + " (fixed in " + flaw.fixedIn + ")")
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static boolean isDebian13() {
        try {
            List<String> lines = Files.readAllLines(RELEASE);
            return lines.contains("ID=debian") && lines.contains("VERSION_ID=\"13\"");
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String version(String name) throws InterruptedException {
        try {
            return CommandRunner.run("dpkg-query", "--show", "--showformat=${Version}", name)
                    .strip();
        } catch (IOException notInstalled) {
            return "";
        }
    }

    /** Returns false if the command fails. */
    static boolean isOlder(String version, String than) throws InterruptedException {
        try {
            CommandRunner.run("dpkg", "--compare-versions", version, "lt", than);
            return true;
        } catch (IOException isNot) {
            return false;
        }
    }
}
