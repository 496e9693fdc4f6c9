package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.PortRange;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.worker.doctor.HostFacts.Disk;
import dcm.worker.engine.EngineTraits;
import dcm.worker.storage.SpaceQuotas.Keeping;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    private static final long GIB = 1L << 30;
    private static final PortRange SSH = new PortRange(31_000, 31_999);
    private static final EngineTraits GOOD = new EngineTraits(
            "29.0.1",
            "1.3.3",
            List.of("name=seccomp,profile=builtin", "name=apparmor", "name=userns"),
            true,
            "local",
            "overlay2",
            "extfs",
            "/var/lib/docker",
            List.of());
    private static final EngineTraits BAD = new EngineTraits(
            "20.10.5", "1.0.0", List.of(), false, "syslog", "vfs", "", "/var/lib/docker", List.of("memory", "pids"));

    private static final KernelLimit FEW_KEYS =
            new KernelLimit("kernel.keys.maxkeys", 200, 20_000, "no more containers can start than this");

    @Test
    void wellConfiguredHostPassesAllChecks() {
        assertThat(Checks.of(GOOD, host(500 * GIB, "", new PortRange(32_768, 60_999))))
                .allMatch(finding -> finding.level() == Level.OK);
    }

    @Test
    void missingQuotaEnforcementIsReportedWithARemedy() {
        HostFacts fine = host(500 * GIB, "", new PortRange(32_768, 60_999));

        assertThat(Checks.of(GOOD, with(fine, Keeping.MEASURED)))
                .filteredOn(finding -> finding.level() != Level.OK)
                .extracting(Finding::check)
                .containsExactly("home-quotas", "disk-quotas");
        assertThat(Checks.of(GOOD, with(fine, Keeping.TURNED_OFF)))
                .filteredOn(finding -> finding.check().equals("home-quotas"))
                .extracting(Finding::remedy)
                .singleElement()
                .asString()
                .startsWith("btrfs quota enable --simple /srv/dcm");
    }

    @Test
    void everyFaultOfABadHostIsReportedWithARemedy() {
        List<Finding> findings =
                Checks.of(BAD, with(host(GIB / 2, "", new PortRange(1024, 60_999)), Keeping.MEASURED, FEW_KEYS));

        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.PROBLEM)
                .extracting(Finding::check)
                .containsExactly("runtime", "seccomp", "limits", "free-disk");
        assertThat(findings).noneMatch(finding -> finding.level() == Level.OK);
        assertThat(findings).allMatch(finding -> finding.remedy() != null);
    }

    @Test
    void lowKernelLimitIsReportedWithItsRemedy() {
        HostFacts facts = with(host(500 * GIB, "", new PortRange(32_768, 60_999)), Keeping.ENFORCED, FEW_KEYS);

        assertThat(Checks.of(GOOD, facts))
                .filteredOn(finding -> finding.check().equals("kernel-limits"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).contains("kernel.keys.maxkeys is 200");
                    assertThat(finding.remedy()).isEqualTo("sysctl -w kernel.keys.maxkeys=20000");
                });
    }

    @Test
    void sshPortsReservedInTheKernelPassTheCheck() {
        assertThat(Checks.of(GOOD, host(500 * GIB, "8080,31000-31999", new PortRange(1024, 60_999))))
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
        assertThat(Checks.isBefore(version, new int[] {25, 0, 6})).isEqualTo(older);
    }

    private static HostFacts host(long free, String reserved, PortRange ephemeral) {
        return new HostFacts(
                List.of(new Disk("homes", Path.of("/srv/dcm"), "ext4", free, 1000 * GIB)),
                ephemeral,
                SSH,
                reserved,
                Keeping.ENFORCED,
                null,
                List.of(),
                Keeping.ENFORCED,
                List.of(),
                null);
    }

    private static HostFacts with(HostFacts facts, Keeping keeping, KernelLimit... low) {
        return new HostFacts(
                facts.disks(),
                facts.ephemeralPorts(),
                facts.sshPorts(),
                facts.reservedPorts(),
                keeping,
                null,
                List.of(),
                keeping,
                List.of(low),
                low.length == 0 ? null : "Cannot run program \"nft\"");
    }
}
