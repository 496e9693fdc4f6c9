package dcm.worker.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A directory on a btrfs filesystem, seen through the {@code btrfs} command. Quotas are the filesystem's own, and whether they are on
 * is its administrator's to say: simple ones make it unreadable to older kernels, the others make it slower. Thread-safe.
 */
final class Btrfs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path sysfs;
    private final String inside;

    private Btrfs(Path directory, Path sysfs, String inside) {
        this.directory = directory;
        this.sysfs = sysfs;
        this.inside = inside;
    }

    /** How the filesystem counts. */
    enum Accounting {
        /** What a subvolume has had written counts for it alone, from kernel 6.7 on. */
        SIMPLE,

        /** What a subvolume refers to counts, shared or not. */
        FULL
    }

    /**
     * What is counted together.
     *
     * @param id {@code 0/N} of the subvolume N, {@code LEVEL/N} of a group of groups
     * @param path of the subvolume, below the filesystem's top; empty for a group of groups, and for the top
     * @param used bytes
     * @param most bytes that may be used, or {@code none}
     * @param parents in which it is counted, too
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Group(
            @JsonProperty("qgroupid") String id,
            @JsonProperty("path") String path,
            @JsonProperty("referenced") long used,
            @JsonProperty("max_referenced") String most,
            @JsonProperty("parents") List<String> parents,
            @JsonProperty("children") List<String> children) {
        static final String NO_LIMIT = "none";

        boolean isLimited() {
            return !most.equals(NO_LIMIT);
        }

        /** The number of the subvolume. */
        String number() {
            return id.substring(id.indexOf('/') + 1);
        }
    }

    /** The directory, if it is on btrfs. */
    static Optional<Btrfs> at(Path anyPath) throws IOException, InterruptedException {
        Path directory = anyPath.toRealPath();
        JsonNode mounts = JSON.readTree(HostCommand.run(
                        "findmnt", "--json", "--output", "FSTYPE,UUID,FSROOT,TARGET", "--target", directory.toString()))
                .path("filesystems");
        return StreamSupport.stream(mounts.spliterator(), false)
                .reduce((below, above) -> above)
                .filter(mount -> mount.path("fstype").asText().equals("btrfs"))
                .map(mount -> new Btrfs(
                        directory,
                        Path.of("/sys/fs/btrfs", mount.path("uuid").asText(), "qgroups"),
                        inside(directory, mount)));
    }

    /** Where the directory is below the filesystem's top, which may be mounted elsewhere, or not at all. */
    private static String inside(Path directory, JsonNode mount) {
        Path root = Path.of(mount.path("fsroot").asText());
        Path below = Path.of(mount.path("target").asText()).relativize(directory);
        String path = root.resolve(below).normalize().toString().substring(1);
        return path.isEmpty() ? path : path + "/";
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

    /** What is counted in the whole filesystem. Names are bytes, each as a character. */
    List<Group> groups() throws IOException, InterruptedException {
        JsonNode groups = JSON.readTree(
                        HostCommand.run("btrfs", "--format", "json", "qgroup", "show", "-pcre", directory.toString()))
                .path("qgroup-show");
        return List.of(JSON.treeToValue(groups, Group[].class));
    }

    /** The name of the subvolume as seen from this directory; empty if it is elsewhere. */
    Optional<String> below(Group subvolume) {
        return subvolume.path().startsWith(inside) && subvolume.path().length() > inside.length()
                ? Optional.of(subvolume.path().substring(inside.length()))
                : Optional.empty();
    }

    /** Makes a subvolume. */
    static void create(Path subvolume) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "subvolume", "create", subvolume.toString());
    }

    /** Deletes a subvolume that is in another one, by its number: its name can be anything. */
    static void delete(Group subvolume, Path in) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "subvolume", "delete", "--subvolid", subvolume.number(), in.toString());
    }

    void createGroup(String id) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "create", id, directory.toString());
    }

    void destroyGroup(String id) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "destroy", id, directory.toString());
    }

    void assign(Group subvolume, String group) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "assign", subvolume.id(), group, directory.toString());
    }

    void remove(Group subvolume, String group) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "remove", subvolume.id(), group, directory.toString());
    }

    /** Lays down how many bytes a group may use, or {@code none} for any number. */
    void limit(String group, String most) throws IOException, InterruptedException {
        HostCommand.run("btrfs", "qgroup", "limit", most, group, directory.toString());
    }
}
