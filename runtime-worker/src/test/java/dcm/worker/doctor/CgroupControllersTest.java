package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CgroupControllersTest {
    private static final String MOUNTS = """
            tmpfs /sys/fs/cgroup tmpfs rw 0 0
            cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0
            cgroup /sys/fs/cgroup/systemd cgroup rw,relatime,name=systemd 0 0
            cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0
            """;

    @Test
    void controllersWithoutAMountAreFound() {
        assertThat(CgroupControllers.unmounted("""
                        9:name=systemd:/
                        8:net_cls,net_prio:/
                        7:hugetlb:/a:b
                        2:cpu,cpuacct:/
                        0::/
                        """, MOUNTS)).containsExactly("hugetlb", "net_cls,net_prio");
    }

    @Test
    void mountedControllersAndVersionTwoAreNotFound() {
        assertThat(CgroupControllers.unmounted("2:cpu,cpuacct:/\n0::/user.slice\n", MOUNTS))
                .isEmpty();
        assertThat(CgroupControllers.unmounted("0::/init.scope", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"))
                .isEmpty();
        assertThat(CgroupControllers.unmounted("", "")).isEmpty();
    }
}
