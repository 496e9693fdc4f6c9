package dcm.worker.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.worker.host.HostCommand;
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

    /** So that nobody can fill the worker's memory. */
    private static final int MOST_SUBVOLUMES = 200_000;

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
     * @param name there, each byte as a character; empty for those that are not looked for by name
     */
    record Subvolume(long number, String name) {}

    /** What is counted together. A subvolume's own group has its number as id. */
    static final class Group {
        private Set<Long> children = Set.of();
        private long used;
        private long most = UNLIMITED;

        /** What is counted in it. */
        Set<Long> children() {
            return children;
        }

        private void add(long child) {
            children = children.isEmpty() ? new HashSet<>(2) : children; // most have none
            children.add(child);
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

    /**
     * All of the filesystem at one time.
     *
     * @param here the subvolumes that are in the directory, by name
     * @param nested all others, by the subvolume in which they are
     */
    record Look(Map<String, Subvolume> here, Map<Long, List<Subvolume>> nested, Map<Long, Group> groups) {

        /** A subvolume, and all that are nested in it, outer ones before inner ones. */
        List<Subvolume> within(Subvolume outer) {
            List<Subvolume> all = new ArrayList<>(List.of(outer));
            for (int n = 0; n < all.size(); n++) {
                all.addAll(nested.getOrDefault(all.get(n).number(), List.of()));
            }
            return all;
        }

        boolean isThere(long subvolume) {
            return nested.values().stream().flatMap(List::stream).anyMatch(one -> one.number() == subvolume)
                    || here.values().stream().anyMatch(one -> one.number() == subvolume);
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

    /**
     * Looks at it.
     *
     * @throws IOException if that cannot be, or there are more subvolumes than can be looked at
     */
    Look look() throws IOException {
        Map<String, Subvolume> here = new HashMap<>();
        Map<Long, List<Subvolume>> nested = new HashMap<>();
        Map<Long, Group> groups = new HashMap<>();
        long inode = (long) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        try (BtrfsKernel kernel = new BtrfsKernel(directory)) {
            long around = kernel.subvolume();
            int[] count = {0};
            kernel.forEach(BtrfsKernel.ROOTS, item -> {
                if (item.type() == ROOT_BACKREF && ++count[0] <= MOST_SUBVOLUMES) {
                    if (item.offset() == around && item.u64(0) == inode) {
                        here.put(item.name(16), new Subvolume(item.object(), item.name(16)));
                    } else {
                        nested.computeIfAbsent(item.offset(), parent -> new ArrayList<>(1))
                                .add(new Subvolume(item.object(), ""));
                    }
                }
            });
            if (count[0] > MOST_SUBVOLUMES) {
                throw new IOException("there are " + count[0] + " subvolumes, more than can be looked at");
            }
            kernel.forEach(BtrfsKernel.QUOTAS, item -> take(item, groups));
        }
        return new Look(here, nested, groups);
    }

    private static void take(BtrfsKernel.Item item, Map<Long, Group> groups) {
        switch (item.type()) {
            case QGROUP_INFO -> group(groups, item.offset()).used = item.u64(8);
            case QGROUP_LIMIT -> {
                boolean limited = (item.u64(0) & LIMITS_WHAT_IS_REFERRED_TO) != 0;
                group(groups, item.offset()).most = limited ? item.u64(8) : UNLIMITED;
            }
            case QGROUP_RELATION -> { // stands there once for each of the two
                if (Long.compareUnsigned(item.offset(), item.object()) < 0) {
                    group(groups, item.object()).add(item.offset());
                }
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

    /**
     * Deletes subvolumes, none of which may have others in it when it is its turn.
     *
     * @throws IOException if some of them cannot be deleted; the others are
     */
    void delete(List<Subvolume> subvolumes) throws IOException {
        IOException failure = null;
        try (BtrfsKernel kernel = new BtrfsKernel(directory)) {
            for (Subvolume subvolume : subvolumes) {
                try {
                    kernel.delete(subvolume.number());
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
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

    void remove(long subvolume, long group) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "remove", text(subvolume), text(group), directory.toString());
    }

    /** Lays down how many bytes a group may use. */
    void limit(long group, long most) throws IOException, InterruptedException {
        String bytes = most == UNLIMITED ? "none" : Long.toString(most);
        HostCommand.run("btrfs", "qgroup", "limit", bytes, text(group), directory.toString());
    }
}
