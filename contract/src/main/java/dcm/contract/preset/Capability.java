package dcm.contract.preset;

/**
 * The Linux capabilities that a preset can add to those of every container. Capabilities that affect the whole host are
 * missing: modules, raw I/O, the clock, reboot, BPF, mandatory access control, opening files by handle. On an engine
 * without user-namespace remapping, {@link #SYS_ADMIN} gives control of the host, too.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
public enum Capability {
    CHECKPOINT_RESTORE,
    IPC_LOCK,
    IPC_OWNER,
    LEASE,
    LINUX_IMMUTABLE,
    MKNOD,
    NET_ADMIN,
    NET_BROADCAST,
    NET_RAW,
    PERFMON,
    SETFCAP,
    SYS_ADMIN,
    SYS_NICE,
    SYS_PACCT,
    SYS_PTRACE,
    SYS_RESOURCE,
    SYS_TTY_CONFIG
}
