package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.PortRange;
import dcm.contract.identity.SwarmMode;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.worker.doctor.HostFacts.Disk;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.storage.FilesystemQuotas.Enforcement;
import dcm.worker.swarm.SwarmFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {
    private static final long GIB = 1L << 30;
    private static final PortRange SSH = new PortRange(31_000, 31_999);
    private static final EngineConfiguration GOOD = new EngineConfiguration(
            "29.5.1",
            "1.3.3",
            List.of("name=seccomp,profile=builtin", "name=apparmor", "name=userns"),
            true,
            "local",
            "overlay2",
            "extfs",
            "/var/lib/docker",
            List.of("dcm", "runc"),
            List.of());
    private static final EngineConfiguration BAD = new EngineConfiguration(
            "20.10.5",
            "1.0.0",
            List.of(),
            false,
            "syslog",
            "vfs",
            "",
            "/var/lib/docker",
            List.of("runc"),
            List.of("memory", "pids"));

    private static final KernelLimit.Low FEW_KEYS = new KernelLimit.Low(
            new KernelLimit("kernel.keys.maxkeys", 20_000, "the maximum number of running containers"), 200);

    private static List<Finding> checks(EngineConfiguration engine, HostFacts host) {
        return HostChecks.of(engine, host, SwarmFacts.NONE);
    }

    @Test
    void wellConfiguredHostPassesAllChecks() {
        assertThat(checks(GOOD, host(500 * GIB, "", new PortRange(32_768, 60_999))))
                .allMatch(finding -> finding.level() == Level.OK);
    }

    @Test
    void missingQuotaEnforcementIsReportedWithARemedy() {
        HostFacts fine = host(500 * GIB, "", new PortRange(32_768, 60_999));

        assertThat(checks(GOOD, with(fine, Enforcement.MEASURED)))
                .filteredOn(finding -> finding.level() != Level.OK)
                .extracting(Finding::check)
                .containsExactly("home-quotas", "disk-quotas");
        assertThat(checks(GOOD, with(fine, Enforcement.DISABLED)))
                .filteredOn(finding -> finding.check().equals("home-quotas"))
                .extracting(Finding::remedy)
                .singleElement()
                .asString()
                .startsWith("Run: btrfs quota enable --simple /srv/dcm");
    }

    @Test
    void everyFaultOfABadHostIsReportedWithARemedy() {
        List<Finding> findings =
                checks(BAD, with(host(GIB / 2, "", new PortRange(1024, 60_999)), Enforcement.MEASURED, FEW_KEYS));

        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.PROBLEM)
                .extracting(Finding::check)
                .containsExactly("runtime", "seccomp", "limits", "free-disk", "addresses");
        assertThat(findings).noneMatch(finding -> finding.level() == Level.OK);
        assertThat(findings).allMatch(finding -> finding.remedy() != null);
    }

    @Test
    void liveRestoreIsAProblemIfTheHostsAreInOneSwarm() {
        HostFacts fine = host(500 * GIB, "", new PortRange(32_768, 60_999));
        SwarmFacts swarm = new SwarmFacts(SwarmMode.ON, "10.224.0.0/12", List.of(), Optional.empty(), Optional.empty());

        assertThat(HostChecks.of(GOOD, fine, swarm))
                .filteredOn(finding -> finding.level() != Level.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("live-restore");
                    assertThat(finding.remedy()).contains("\"live-restore\": false");
                });
        assertThat(HostChecks.of(BAD, fine, swarm))
                .filteredOn(finding -> finding.check().equals("live-restore"))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void missingConnectionToTheSwarmAndOverlappingNetworksAreProblems() {
        SwarmFacts swarm = new SwarmFacts(
                SwarmMode.ENCRYPTED,
                "10.224.0.0/12",
                List.of("10.225.0.1/24"),
                Optional.of("connection refused"),
                Optional.of("no free addresses"));

        assertThat(SwarmChecks.of(BAD, swarm))
                .filteredOn(finding -> finding.level() == Level.PROBLEM)
                .extracting(Finding::detail)
                .satisfiesExactly(
                        detail -> assertThat(detail).contains("connection refused"),
                        detail -> assertThat(detail).contains("no free addresses"),
                        detail -> assertThat(detail).contains("10.225.0.1/24"));
    }

    @Test
    void lowKernelLimitIsReportedWithItsRemedy() {
        HostFacts facts = with(host(500 * GIB, "", new PortRange(32_768, 60_999)), Enforcement.ENFORCED, FEW_KEYS);

        assertThat(checks(GOOD, facts))
                .filteredOn(finding -> finding.check().equals("kernel-limits"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).contains("kernel.keys.maxkeys is 200");
                    assertThat(finding.remedy()).isEqualTo("Run: sysctl -w kernel.keys.maxkeys=20000");
                });
    }

    @Test
    void sshPortsReservedInTheKernelPassTheCheck() {
        assertThat(checks(GOOD, host(500 * GIB, "8080,31000-31999", new PortRange(1024, 60_999))))
                .filteredOn(finding -> finding.check().equals("reserved-ports"))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "25.0.5, true",
        "25.0.6, false",
        "26.1.5+dfsg1, false",
        "20.10.24, true",
        "25.0, true",
        "29.0.1, false",
        "dev, false"
    })
    void versionsAreComparedNumerically(String version, boolean older) {
        assertThat(VersionChecks.isBefore(version, new int[] {25, 0, 6})).isEqualTo(older);
    }

    @ParameterizedTest
    @CsvSource({
        "24.0.9, true",
        "25.0.13, true",
        "26.1.5, true",
        "27.1.1, true",
        "28.5.2, true",
        "29.3.1, true",
        "29.5.0, true",
        "29.5.1, false",
        "30.0.0, false"
    })
    void engineOlderThanTheLastFixIsReported(String version, boolean reported) {
        List<Finding> findings =
                checks(engine(version, "1.3.3", "dcm"), host(500 * GIB, "", new PortRange(32_768, 60_999)));

        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("engine"))
                .extracting(Finding::level)
                .containsExactly(reported ? Level.WARNING : Level.OK);
    }

    @Test
    void debianPackageVersionDecidesWhichVulnerabilitiesAreReported() throws InterruptedException {
        EngineConfiguration debian = engine("26.1.5+dfsg1", "1.1.15+ds1", "dcm");

        assertThat(checks(debian, installed("26.1.5+dfsg1-9", "1.1.15+ds1-2")))
                .filteredOn(finding -> List.of("engine", "runtime").contains(finding.check()))
                .allMatch(finding -> finding.level() == Level.WARNING)
                .extracting(Finding::detail)
                .anyMatch(detail -> detail.contains("CVE-2026-34040 ") || detail.contains("CVE-2026-34040,"))
                .anyMatch(detail -> detail.contains("CVE-2025-31133"));
        assertThat(checks(debian, installed("26.1.5+dfsg1-9+deb13u1+b1", "1.1.15+ds1-2+deb13u1")))
                .filteredOn(finding -> List.of("engine", "runtime").contains(finding.check()))
                .extracting(finding -> finding.level() + " " + finding.detail())
                .containsExactly(
                        "OK docker.io 26.1.5+dfsg1-9+deb13u1+b1"
                                + " has the fixes for all vulnerabilities that doctor knows.",
                        "WARNING runc 1.1.15+ds1-2+deb13u1 has known vulnerabilities:"
                                + " CVE-2025-52881 (fixed in 1.2.8).");
    }

    @Test
    void engineNotFromDebianIsCheckedByItsUpstreamVersion() throws InterruptedException {
        assertThat(checks(GOOD, installed("26.1.5+dfsg1-9", "1.1.15+ds1-2")))
                .allMatch(finding -> finding.level() == Level.OK);
    }

    @Test
    void missingRuntimeIsAWarning() {
        assertThat(checks(engine("29.5.1", "1.3.3", "runc"), host(500 * GIB, "", new PortRange(32_768, 60_999))))
                .filteredOn(finding -> finding.level() != Level.OK)
                .extracting(Finding::check)
                .containsExactly("shared-limits");
    }

    @Test
    void firewalldIsAWarningWithAnEngineThatDoesNotRestoreItsRules() throws InterruptedException {
        HostFacts facts = installed("26.1.5+dfsg1-9+deb13u1", "1.1.15+ds1-2+deb13u1");
        HostFacts withFirewalld = new HostFacts(
                facts.disks(),
                facts.ephemeralPorts(),
                facts.sshPorts(),
                facts.missingAddresses(),
                facts.reservedPorts(),
                facts.homeQuotas(),
                null,
                List.of(),
                facts.layerQuotas(),
                List.of(),
                List.of(),
                List.of(),
                true,
                null);

        assertThat(checks(engine("26.1.5+dfsg1", "1.3.3", "dcm"), withFirewalld))
                .extracting(Finding::check)
                .contains("firewalld");
        assertThat(checks(engine("28.3.3", "1.3.3", "dcm"), withFirewalld))
                .extracting(Finding::check)
                .doesNotContain("firewalld");
    }

    @Test
    void containersOfUnknownInstallationsAreListed() {
        assertThat(HostChecks.unknownInstallations(Map.of())).isEmpty();
        assertThat(HostChecks.unknownInstallations(Map.of("0badcafe", 258))).hasValueSatisfying(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.detail()).contains("0badcafe (258)");
            assertThat(finding.remedy()).contains("label=dcm.installation=0badcafe");
        });
        assertThat(HostChecks.unknownInstallations(Map.of("0badcafe", 258, "1badcafe", 1)))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.detail()).contains("0badcafe (258), 1badcafe (1)");
                    assertThat(finding.remedy())
                            .contains("label=dcm.installation=0badcafe", "label=dcm.installation=1badcafe");
                });
    }

    @Test
    void abandonedFirewallTablesAreNamedWithTheCommandsThatRemoveThem() {
        assertThat(FirewallChecks.abandonedTables(List.of())).isEmpty();
        assertThat(FirewallChecks.abandonedTables(List.of("dcm_dcm_1_n1", "dcm_dcm_2_n1")))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARNING);
                    assertThat(finding.detail()).contains("dcm_dcm_1_n1, dcm_dcm_2_n1");
                    assertThat(finding.remedy())
                            .contains("nft delete table inet dcm_dcm_1_n1; nft delete table inet dcm_dcm_2_n1");
                });
    }

    private static EngineConfiguration engine(String version, String runc, String runtime) {
        return new EngineConfiguration(
                version,
                runc,
                GOOD.securityOptions(),
                true,
                "local",
                "overlay2",
                "extfs",
                "/var/lib/docker",
                List.of(runtime),
                List.of());
    }

    /** A host with these packages, whose versions are compared by {@code dpkg}. */
    private static HostFacts installed(String docker, String runc) throws InterruptedException {
        HostFacts facts = host(500 * GIB, "", new PortRange(32_768, 60_999));
        return new HostFacts(
                facts.disks(),
                facts.ephemeralPorts(),
                facts.sshPorts(),
                facts.missingAddresses(),
                facts.reservedPorts(),
                facts.homeQuotas(),
                null,
                List.of(),
                facts.layerQuotas(),
                List.of(),
                List.of(),
                List.of(
                        InstalledPackage.of("docker.io", docker, InstalledPackage::isOlder),
                        InstalledPackage.of("runc", runc, InstalledPackage::isOlder)),
                false,
                null);
    }

    private static HostFacts host(long free, String reserved, PortRange ephemeral) {
        return new HostFacts(
                List.of(new Disk(DiskUse.HOMES, Path.of("/srv/dcm"), "ext4", free, 1000 * GIB)),
                ephemeral,
                SSH,
                List.of(),
                reserved,
                Enforcement.ENFORCED,
                null,
                List.of(),
                Enforcement.ENFORCED,
                List.of(),
                List.of(),
                List.of(),
                false,
                null);
    }

    private static HostFacts with(HostFacts facts, Enforcement keeping, KernelLimit.Low... low) {
        return new HostFacts(
                facts.disks(),
                facts.ephemeralPorts(),
                facts.sshPorts(),
                low.length == 0 ? List.of() : List.of("192.0.2.9"),
                facts.reservedPorts(),
                keeping,
                null,
                List.of(),
                keeping,
                List.of(low),
                low.length == 0 ? List.of() : List.of("hugetlb", "net_cls,net_prio"),
                facts.packages(),
                facts.firewalld(),
                low.length == 0 ? null : "Cannot run program \"nft\"");
    }
}
