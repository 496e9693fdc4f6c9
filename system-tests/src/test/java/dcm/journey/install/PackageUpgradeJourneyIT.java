package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * apt-get replaces the package by a newer one while a user's requests go on, on a machine with systemd. The newer package differs from this
 * release in its version only: the previous release's own scripts stop DCM for the upgrade.
 */
@Tag("install")
class PackageUpgradeJourneyIT {
    private static final String INSTALL = "apt-get install -y -qq --no-install-recommends ";
    private static final String NEWER = "99.0.0";
    private static final Duration START = Duration.ofMinutes(3);

    @Test
    void requestsGoOnWhileThePackageIsReplaced() throws IOException {
        try (NewMachine machine = NewMachine.booted()) {
            machine.run("mkdir /srv/dcm && ln -s /srv/dcm /var/lib/dcm"); // as for a disk of its own
            machine.run("apt-get update -qq && " + INSTALL + "zip unzip " + NewMachine.RELEASE + "/dcm_*.deb");
            machine.run("dcm up");
            UpgradeLoad load = new UpgradeLoad(machine, "dcm");
            load.prepare();
            load.makeViewsOlder("/var/lib/dcm");
            makeNewerPackage(machine);
            Map<String, String> servers = pids(machine, "kafka", "postgres", "keycloak");
            Map<String, String> services = pids(machine, "command-service", "projection-service", "runtime-worker");

            load.start();
            String output = machine.run(INSTALL + "/root/newer.deb 2>&1");
            System.out.println(output);
            load.stop();

            load.assertNothingWasLost();
            assertThat(output)
                    .contains(
                            "views … done",
                            "projection-service-2 … runs beside",
                            "command-service-2 … runs beside",
                            "to " + NEWER)
                    .doesNotContain("started again", "cannot run beside");
            assertThat(machine.run("dcm version")).contains(NEWER);
            assertThat(machine.run("dcm status")).doesNotContain("unhealthy", "stopped", "ATTENTION");
            assertThat(pids(machine, "kafka", "postgres", "keycloak")).isEqualTo(servers);
            assertThat(pids(machine, "command-service", "projection-service", "runtime-worker")
                            .values())
                    .doesNotContainAnyElementsOf(services.values());
            assertThat(machine.run("ls /etc/systemd/system")).doesNotContain("-service-2.service");
            assertThat(machine.run("dcm upgrade")).contains("runs already; nothing was changed.");
            machine.run("systemctl restart dcm.target");
            machine.run("dcm up");
            assertThat(machine.run(UpgradeLoad.SSH + "show")).contains("web", "worked");

            machine.run("dcm down && " + INSTALL + "--reinstall /root/newer.deb && systemctl start dcm.target");
            Eventually.that(
                    "the start writes the units again, because the package was replaced",
                    START,
                    () -> machine.run("journalctl -o cat -u dcm-start").contains("the package was replaced since")
                            && machine.succeeds("dcm status"));
        }
    }

    private static void makeNewerPackage(NewMachine machine) {
        machine.run("""
                set -e
                dpkg-deb -R %s/dcm_*.deb /root/newer
                cd /root/newer
                sed -i 's/^Version: .*/Version: %2$s/' DEBIAN/control
                old=$(sed -n 's/^version=//p' usr/lib/dcm/release.properties)
                # Other files than those to which they may be linked.
                sed -i "s/^version=.*/version=%2$s/" usr/lib/dcm/release.properties
                sed -i "s/$old/%2$s/g" DEBIAN/prerm
                mkdir -p /root/jar/dcm/stack/part
                unzip -p usr/lib/dcm/lib/local-stack.jar dcm/stack/part/versions.properties |
                    sed 's/^dcm=.*/dcm=%2$s/' >/root/jar/dcm/stack/part/versions.properties
                (cd /root/jar && zip -q /root/newer/usr/lib/dcm/lib/local-stack.jar dcm/stack/part/versions.properties)
                dpkg-deb -Znone --build /root/newer /root/newer.deb
                rm -r /root/newer
                """.formatted(NewMachine.RELEASE, NEWER));
    }

    private static Map<String, String> pids(NewMachine machine, String... parts) {
        return Stream.of(parts)
                .collect(Collectors.toMap(
                        part -> part,
                        part -> machine.run("systemctl show -p MainPID --value dcm-" + part),
                        (one, _) -> one,
                        TreeMap::new));
    }
}
