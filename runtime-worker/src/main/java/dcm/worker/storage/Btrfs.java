package dcm.worker.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A directory on a btrfs filesystem. It is looked at through the kernel and changed through the {@code btrfs} command. Quotas are the
 * filesystem's own, and whether they are on is its administrator's to say: simple ones make it unreadable to older kernels, the others
 * make it slower. Thread-safe.
 */
final class Btrfs {
    /** As a limit: there is none. */
    static final long UNLIMITED = -1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROOT_BACKREF = 144;
    private static final int QGROUP_INFO = 242;
    private static final int QGROUP_LIMIT = 244;
    private static final int QGROUP_RELATION = 246;
    private static final long LIMITS_WHAT_IS_REFERRED_TO = 1;
    private static final int LEVEL_BITS = 48;

    private final Path directory;
    private final Path sysfs;

    private Btrfs(Path directory, Path sysfs) {
        this.directory = directory;
        this.sysfs = sysfs;
    }

    /** How the filesystem counts. */
    enum Accounting {
        /** What a subvolume has had written counts for it alone, from kernel 6.7 on. */
        SIMPLE,

        /** What a subvolume refers to counts, shared or not. */
        FULL
    }

    /**
     * A subvolume.
     *
     * @param parent the subvolume in which it is
     * @param directory the number of the directory in that
     * @param name there; each byte as a character
     */
    record Subvolume(long number, long parent, long directory, String name) {}

    /** What is counted together. A subvolume's own group has its number as id. */
    static final class Group {
        private final Set<Long> parents = new HashSet<>();
        private final Set<Long> children = new HashSet<>();
        private long used;
        private long most = UNLIMITED;

        /** In which it is counted, too. */
        Set<Long> parents() {
            return parents;
        }

        /** What is counted in it. */
        Set<Long> children() {
            return children;
        }

        /** Bytes, as of the last time that the filesystem was written out. */
        long used() {
            return used;
        }

        /** Bytes that may be used, or {@link #UNLIMITED}. */
        long most() {
            return most;
        }
    }

    /** All of the filesystem at one time; {@code here} are the subvolumes that are in the directory, by name. */
    record Look(Map<String, Subvolume> here, Map<Long, Subvolume> subvolumes, Map<Long, Group> groups) {

        /** A subvolume, and all that are nested in it, outer ones before inner ones. */
        List<Subvolume> within(Subvolume outer) {
            Map<Long, List<Subvolume>> byParent = new HashMap<>();
            subvolumes
                    .values()
                    .forEach(one -> byParent.computeIfAbsent(one.parent(), parent -> new ArrayList<>())
                            .add(one));
            List<Subvolume> all = new ArrayList<>(List.of(outer));
            for (int n = 0; n < all.size(); n++) {
                all.addAll(byParent.getOrDefault(all.get(n).number(), List.of()));
            }
            return all;
        }
    }

    /** The directory, if it is on btrfs. */
    static Optional<Btrfs> at(Path anyPath) throws IOException, InterruptedException {
        Path directory = anyPath.toRealPath();
        JsonNode mounts = JSON.readTree(HostCommand.run(
                        "findmnt", "--json", "--output", "FSTYPE,UUID", "--target", directory.toString()))
                .path("filesystems");
        return StreamSupport.stream(mounts.spliterator(), false)
                .reduce((below, above) -> above)
                .filter(mount -> mount.path("fstype").asText().equals("btrfs"))
                .map(mount -> new Btrfs(
                        directory, Path.of("/sys/fs/btrfs", mount.path("uuid").asText(), "qgroups")));
    }

    /** How it counts now; empty while quotas are off. */
    Optional<Accounting> accounting() {
        try {
            if (!Files.exists(sysfs.resolve("enabled"))) {
                return Optional.empty();
            }
            Path mode = sysfs.resolve("mode"); // which older kernels do not tell, and which have one only
            return Optional.of(
                    Files.exists(mode) && Files.readString(mode).strip().equals("squota")
                            ? Accounting.SIMPLE
                            : Accounting.FULL);
        } catch (IOException justTurnedOff) {
            return Optional.empty();
        }
    }

    /** Looks at it. */
    Look look() throws IOException {
        Map<Long, Subvolume> subvolumes = new HashMap<>();
        Map<Long, Group> groups = new HashMap<>();
        try (BtrfsKernel kernel = new BtrfsKernel(directory)) {
            kernel.forEach(BtrfsKernel.ROOTS, item -> {
                if (item.type() == ROOT_BACKREF) {
                    subvolumes.put(
                            item.object(), new Subvolume(item.object(), item.offset(), item.u64(0), item.name(16)));
                }
            });
            kernel.forEach(BtrfsKernel.QUOTAS, item -> take(item, groups));
            long around = kernel.subvolume();
            long inode = (long) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            Map<String, Subvolume> here = new HashMap<>();
            subvolumes.values().stream()
                    .filter(one -> one.parent() == around && one.directory() == inode)
                    .forEach(one -> here.put(one.name(), one));
            return new Look(here, subvolumes, groups);
        }
    }

    private static void take(BtrfsKernel.Item item, Map<Long, Group> groups) {
        switch (item.type()) {
            case QGROUP_INFO -> group(groups, item.offset()).used = item.u64(8);
            case QGROUP_LIMIT -> {
                boolean limited = (item.u64(0) & LIMITS_WHAT_IS_REFERRED_TO) != 0;
                group(groups, item.offset()).most = limited ? item.u64(8) : UNLIMITED;
            }
            case QGROUP_RELATION -> { // stands there once for each of the two
                long child = Math.min(item.object(), item.offset());
                long parent = Math.max(item.object(), item.offset());
                group(groups, child).parents.add(parent);
                group(groups, parent).children.add(child);
            }
            default -> {} // nothing that is needed
        }
    }

    private static Group group(Map<Long, Group> groups, long id) {
        return groups.computeIfAbsent(id, any -> new Group());
    }

    /** The id of a group of groups. */
    static long id(int level, long number) {
        return (long) level << LEVEL_BITS | number;
    }

    static int level(long id) {
        return (int) (id >>> LEVEL_BITS);
    }

    static long number(long id) {
        return id & (1L << LEVEL_BITS) - 1;
    }

    private static String text(long id) {
        return level(id) + "/" + number(id);
    }

    /** Makes a subvolume. */
    static void create(Path subvolume) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "subvolume", "create", subvolume.toString());
    }

    /** Deletes subvolumes, none of which may have others in it when it is its turn. */
    void delete(List<Subvolume> subvolumes) throws IOException {
        try (BtrfsKernel kernel = new BtrfsKernel(directory)) {
            for (Subvolume subvolume : subvolumes) {
                kernel.delete(subvolume.number());
            }
        }
    }

    void createGroup(long id) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "create", text(id), directory.toString());
    }

    void destroyGroup(long id) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "destroy", text(id), directory.toString());
    }

    void assign(Subvolume subvolume, long group) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "assign", text(subvolume.number()), text(group), directory.toString());
    }

    void remove(Subvolume subvolume, long group) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "remove", text(subvolume.number()), text(group), directory.toString());
    }

    /** Lays down how many bytes a group may use. */
    void limit(long group, long most) throws IOException, InterruptedException {
        String bytes = most == UNLIMITED ? "none" : Long.toString(most);
        HostCommand.run("btrfs", "qgroup", "limit", bytes, text(group), directory.toString());
    }
}
