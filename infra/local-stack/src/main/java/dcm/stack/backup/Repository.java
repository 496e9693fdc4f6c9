package dcm.stack.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.contract.identity.Printable;
import dcm.stack.machine.StackFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository of Debian's {@code restic}: encrypted, deduplicated snapshots of directories, in a local directory or at a
 * remote server.
 */
public final class Repository {
    private static final JsonMapper JSON = new JsonMapper();

    /** An address of a remote repository, as restic writes it. */
    private static final Pattern REMOTE = Pattern.compile("(sftp|rest|s3|b2|azure|gs|swift|rclone):.+");

    private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("//([^/@:]*):[^/@]*@");

    private static final String TAG = "dcm";

    /** The directory of homes in a snapshot, and the tag of snapshots with homes. */
    static final String HOMES = "homes";

    /** Snapshots with and without homes are kept independently of each other. */
    private static final List<String> GROUPS = List.of("--group-by", "host,tags");

    private static final int MOST_REPORTED = 20;

    private static final int SOME_FILES_UNREADABLE = 3;
    private static final int NO_REPOSITORY = 10;
    private static final int IN_USE = 11;
    private static final int WRONG_PASSWORD = 12;
    private static final int NO_SUCH_PROGRAM = 127;

    private final String address;
    private final String location;
    private final Map<String, String> environment;

    /**
     * A repository that may not exist yet.
     *
     * @param location a local directory, or the address of a remote repository
     * @param environment with the password, as restic expects it
     */
    public Repository(String location, Map<String, String> environment) {
        this.address = isRemote(location)
                ? location
                : Path.of(location).toAbsolutePath().normalize().toString();
        this.location = PASSWORD_IN_ADDRESS.matcher(address).replaceAll("//$1:***@");
        this.environment = Map.copyOf(environment);
    }

    private static boolean isRemote(String location) {
        return REMOTE.matcher(location).matches();
    }

    /** The absolute path, or the address without a password. */
    public String location() {
        return location;
    }

    /**
     * A snapshot in the repository.
     *
     * @param id the short id
     * @param installation the id of the installation
     * @param hasHomes whether it contains homes
     * @param bytes the size of all files
     * @param addedBytes what it has added to the repository
     */
    public record Snapshot(
            String id, Instant time, String installation, boolean hasHomes, long bytes, long addedBytes) {}

    /**
     * What was stored.
     *
     * @param unreadable messages about files in homes that could not be read; the snapshot does not contain them
     */
    public record Stored(String snapshot, long bytes, long addedBytes, List<String> unreadable) {
        public Stored {
            unreadable = List.copyOf(unreadable);
        }
    }

    /** How many snapshots are kept; 0 of each kind: all. */
    public record Retention(int last, int daily, int weekly, int monthly) {
        boolean keepsAll() {
            return last + daily + weekly + monthly == 0;
        }
    }

    /**
     * Whether the repository exists and can be read.
     *
     * @throws StackFailure if the password is wrong, or the place cannot be reached
     */
    public boolean exists() {
        Answer answer = run(List.of("cat", "config"), line -> {});
        if (answer.code() == NO_REPOSITORY) {
            return false;
        }
        require(answer, "read");
        return true;
    }

    /**
     * Checks that the repository exists.
     *
     * @throws StackFailure if there is none
     */
    public void requireExists() {
        if (!exists()) {
            throw new StackFailure(
                    "There are no backups in %s. If they are on another disk, mount it.".formatted(location));
        }
    }

    /** Creates an empty repository. A local directory must be empty, or missing in an existing one. */
    public void create() {
        if (!isRemote(location)) {
            Path directory = Path.of(location);
            if (directory.getParent() != null && !Files.isDirectory(directory.getParent())) {
                throw new StackFailure("The directory %s does not exist. If it is on another disk, mount it."
                        .formatted(directory.getParent()));
            }
            String[] names = directory.toFile().list();
            if (names != null && names.length > 0) {
                throw new StackFailure("%s contains other files. Name an empty or a new directory for the backups."
                        .formatted(location));
            }
        }
        require(run(List.of("init"), line -> {}), "create");
    }

    /**
     * Stores a directory as a snapshot.
     *
     * @param directory the snapshot contains its content
     * @param mounts directories that appear below it, by their source
     * @param excluded patterns of paths
     * @throws StackFailure if anything else than files in homes could not be read, also
     */
    Stored store(
            Path directory,
            Map<Path, Path> mounts,
            List<String> excluded,
            String installation,
            boolean hasHomes,
            Consumer<String> progress) {
        run(List.of("unlock"), line -> {}); // only locks of processes that have ended
        List<String> words = new ArrayList<>(List.of("backup", "--json"));
        words.addAll(List.of("--host", installation, "--tag", TAG, "--retry-lock", "2m"));
        words.addAll(GROUPS);
        if (hasHomes) {
            words.addAll(List.of("--tag", HOMES));
        }
        excluded.forEach(pattern -> words.add("--exclude=" + pattern));
        words.add(".");
        List<JsonNode> messages = new ArrayList<>();
        Answer answer = run(mounting(directory, mounts, words), message -> {
            switch (message.path("message_type").asText()) {
                case "status" -> progress(message, "stored", progress);
                case "summary" -> messages.add(message);
                default -> {
                    // Of no interest.
                }
            }
        });
        if (answer.code() != SOME_FILES_UNREADABLE) {
            require(answer, "write to");
        }
        if (messages.isEmpty()) {
            throw new StackFailure("restic has stored nothing in %s: %s".formatted(location, answer.reason()));
        }
        JsonNode summary = messages.getLast();
        String snapshot = shortId(summary.path("snapshot_id").asText());
        boolean isIncomplete = answer.code() == SOME_FILES_UNREADABLE;
        if (isIncomplete && !answer.errors().areAllBelow(directory.resolve(HOMES))) {
            run(List.of("forget", snapshot), line -> {});
            throw new StackFailure("The backup was incomplete, and is deleted: %s".formatted(answer.reason()));
        }
        return new Stored(
                snapshot,
                summary.path("total_bytes_processed").asLong(),
                summary.path("data_added_packed").asLong(),
                isIncomplete ? answer.errors().texts() : List.of());
    }

    /** restic in a mount namespace of its own, in which the directories appear where the snapshot has them. */
    private List<String> mounting(Path directory, Map<Path, Path> mounts, List<String> words) {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", """
                set -e
                cd "$1"
                export PWD # restic reports paths below it
                shift
                while [ "$1" != -- ]; do
                    mount --bind "$1" "$2"
                    shift 2
                done
                shift
                exec "$@"
                """, "sh", directory.toString()));
        mounts.forEach((place, source) -> command.addAll(List.of(source.toString(), place.toString())));
        command.add("--");
        command.addAll(restic(words));
        return command;
    }

    /** The snapshots of DCM, the newest last. */
    public List<Snapshot> snapshots() {
        List<Snapshot> snapshots = new ArrayList<>();
        Answer answer = run(
                List.of("snapshots", "--json", "--tag", TAG),
                message -> message.valueStream().map(Repository::snapshot).forEach(snapshots::add));
        require(answer, "read");
        snapshots.sort(Comparator.comparing(Snapshot::time)); // the times have offsets of different zones
        return snapshots;
    }

    private static Snapshot snapshot(JsonNode snapshot) {
        JsonNode summary = snapshot.path("summary");
        return new Snapshot(
                shortId(snapshot.path("id").asText()),
                OffsetDateTime.parse(snapshot.path("time").asText()).toInstant(),
                snapshot.path("hostname").asText(),
                snapshot.path("tags").valueStream().anyMatch(tag -> tag.asText().equals(HOMES)),
                summary.path("total_bytes_processed").asLong(),
                summary.path("data_added_packed").asLong());
    }

    private static String shortId(String id) {
        return id.substring(0, Math.min(8, id.length()));
    }

    /**
     * The snapshot to restore.
     *
     * @param wanted an id or its beginning; empty: the newest one
     * @throws StackFailure if there is none, or it is not clear which
     */
    static Snapshot select(List<Snapshot> snapshots, String wanted, String location) {
        if (snapshots.isEmpty()) {
            throw new StackFailure("%s contains no backup of DCM.".formatted(location));
        }
        if (wanted.isEmpty()) {
            List<String> installations =
                    snapshots.stream().map(Snapshot::installation).distinct().toList();
            if (installations.size() > 1) {
                throw new StackFailure(
                        "%s contains backups of several installations: %s. Choose one with --snapshot; './dcm backup ls' lists them."
                                .formatted(location, String.join(", ", installations)));
            }
            return snapshots.getLast();
        }
        List<Snapshot> found = snapshots.stream()
                .filter(snapshot ->
                        wanted.length() >= 4 && (snapshot.id().startsWith(wanted) || wanted.startsWith(snapshot.id())))
                .toList();
        if (found.size() != 1) {
            throw new StackFailure("%s contains %s backup %s. './dcm backup ls' lists them."
                    .formatted(location, found.isEmpty() ? "no" : "more than one", wanted));
        }
        return found.getFirst();
    }

    /** The content of a file. */
    String read(String snapshot, String file) {
        StringBuilder content = new StringBuilder();
        Answer answer = runLines(
                restic(List.of("dump", snapshot, "/" + file)),
                line -> content.append(line).append('\n'));
        require(answer, "read");
        return content.toString();
    }

    /** Restores the content of a directory, with owners and modes. Files that are there already are completed. */
    void restore(String snapshot, String directory, Path target, Consumer<String> progress) {
        Answer answer = run(
                List.of("restore", snapshot + ":/" + directory, "--target", target.toString(), "--json", "--sparse"),
                message -> {
                    if (message.path("message_type").asText().equals("status")) {
                        progress(message, "restored", progress);
                    }
                });
        require(answer, "restore from");
    }

    /** Deletes the other snapshots of an installation, and the data that only they have. Returns how many were deleted. */
    int retain(Retention retention, String installation) {
        if (retention.keepsAll()) {
            return 0;
        }
        List<String> words =
                new ArrayList<>(List.of("forget", "--json", "--prune", "--tag", TAG, "--host", installation));
        words.addAll(GROUPS);
        keep(words, "--keep-last", retention.last());
        keep(words, "--keep-daily", retention.daily());
        keep(words, "--keep-weekly", retention.weekly());
        keep(words, "--keep-monthly", retention.monthly());
        int before = count(installation);
        require(run(words, line -> {}), "delete old backups in");
        return before - count(installation);
    }

    private int count(String installation) {
        return (int) snapshots().stream()
                .filter(snapshot -> snapshot.installation().equals(installation))
                .count();
    }

    private static void keep(List<String> words, String option, int number) {
        if (number > 0) {
            words.addAll(List.of(option, Integer.toString(number)));
        }
    }

    /** Reads the whole repository, and compares it with its checksums. */
    public void check() {
        require(run(List.of("check", "--read-data"), line -> {}), "verify");
    }

    private static void progress(JsonNode status, String verb, Consumer<String> report) {
        long total = status.path("total_bytes").asLong();
        if (total > 0) {
            long done = Math.max(
                    status.path("bytes_done").asLong(),
                    status.path("bytes_restored").asLong());
            report.accept("%s %s of %s".formatted(verb, size(done), size(total)));
        }
    }

    /** A number of bytes for people. */
    public static String size(long bytes) {
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%d KiB", (bytes + 1023) >> 10);
        }
        double mebibytes = bytes / (double) (1 << 20);
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }

    private record Answer(int code, Errors errors) {
        String reason() {
            return errors.texts().isEmpty() ? "exit code " + code : String.join("; ", errors.texts());
        }
    }

    /**
     * What restic has written to standard error.
     *
     * @param texts messages, but not too many
     * @param unreadable how the paths of all files begin that could not be read; null: there are none
     */
    private record Errors(List<String> texts, @Nullable String unreadable) {
        boolean areAllBelow(Path directory) {
            return unreadable != null && unreadable.startsWith(directory.normalize() + "/");
        }

        Errors with(String text) {
            if (texts.size() >= MOST_REPORTED || texts.contains(text)) {
                return this;
            }
            List<String> more = new ArrayList<>(texts);
            more.add(text);
            return new Errors(more, unreadable);
        }

        Errors withUnreadable(String path) {
            int same = 0;
            while (unreadable != null
                    && same < Math.min(path.length(), unreadable.length())
                    && path.charAt(same) == unreadable.charAt(same)) {
                same++;
            }
            return new Errors(texts, unreadable == null ? path : path.substring(0, same));
        }
    }

    private void require(Answer answer, String verb) {
        switch (answer.code()) {
            case 0 -> {}
            case NO_REPOSITORY ->
                throw new StackFailure(
                        "There are no backups in %s. If they are on another disk, mount it.".formatted(location));
            case IN_USE ->
                throw new StackFailure(
                        "Another backup or restoration uses %s. Try again when it has ended.".formatted(location));
            case WRONG_PASSWORD ->
                throw new StackFailure(
                        "The password is not the one of the backups in %s. Without the right one, they cannot be read."
                                .formatted(location));
            default -> throw new StackFailure("restic cannot %s %s: %s".formatted(verb, location, answer.reason()));
        }
    }

    private List<String> restic(List<String> words) {
        // It would keep the repository locked if it outlived the launcher.
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM", "restic"));
        command.addAll(words);
        return command;
    }

    /** Runs restic, or another command that runs it, and passes on what it writes as JSON. */
    private Answer run(List<String> words, Consumer<JsonNode> messages) {
        return runLines(words.getFirst().equals("unshare") ? words : restic(words), line -> {
            try {
                messages.accept(JSON.readTree(line));
            } catch (JsonProcessingException text) {
                // For people.
            }
        });
    }

    private Answer runLines(List<String> words, Consumer<String> lines) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            builder.environment().put("RESTIC_REPOSITORY", address);
            builder.environment().put("RESTIC_PROGRESS_FPS", "0.2");
            Process process = builder.start();
            Thread interruption = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(interruption);
            CompletableFuture<Errors> errors = CompletableFuture.supplyAsync(() -> errors(process));
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.accept(line);
                }
            }
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(interruption);
            if (code == NO_SUCH_PROGRAM) {
                throw new StackFailure(
                        "restic, which stores the backups, is missing. Install it: apt-get install restic");
            }
            return new Answer(code, errors.join());
        } catch (IOException e) {
            throw new StackFailure("Cannot run restic, which stores the backups: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while running restic.", e);
        }
    }

    /** With {@code --json}, most of them are JSON, too. */
    private static Errors errors(Process process) {
        return process.errorReader(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce(new Errors(List.of(), null), Repository::with, (one, other) -> other);
    }

    private static Errors with(Errors errors, String line) {
        JsonNode message = json(line);
        String item = message.path("item").asText("");
        String text = message.path("error")
                .path("message")
                .asText(message.path("message").asText(line));
        // Users choose the names of files.
        String printable = Printable.sentence(item.isEmpty() || text.contains(item) ? text : item + ": " + text)
                .replace('\n', ' ');
        boolean isUnreadable = message.path("message_type").asText().equals("error");
        return isUnreadable ? errors.with(printable).withUnreadable(item) : errors.with(printable);
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException text) {
            return MissingNode.getInstance();
        }
    }
}
