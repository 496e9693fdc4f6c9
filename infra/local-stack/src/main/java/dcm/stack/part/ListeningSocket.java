package dcm.stack.part;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Listening TCP sockets, as listed by the kernel under {@code /proc}. */
final class ListeningSocket {
    private static final String LISTEN = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSocket() {}

    /** Whether all sockets that listen on {@code port} belong to process {@code pid}; false if there are none. */
    static boolean isHeldBy(long pid, int port) {
        try {
            Set<String> listening = inodes(port);
            return !listening.isEmpty() && descriptors(pid).containsAll(listening);
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> inodes(int port) throws IOException {
        String suffix = ":%04X".formatted(port);
        var inodes = new HashSet<String>();
        for (Path table : Set.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            if (Files.exists(table)) {
                Files.readAllLines(table).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTEN))
                        .forEach(fields -> inodes.add("socket:[" + fields[INODE] + "]"));
            }
        }
        return inodes;
    }

    private static Set<String> descriptors(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.flatMap(ListeningSocket::target).collect(toSet());
        }
    }

    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Stream.empty();
        }
    }
}
