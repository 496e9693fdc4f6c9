package dcm.worker.storage;

import dcm.worker.storage.Btrfs.Group;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Limits what is in each subvolume of a directory, all that is nested in it included. Whoever may write in a subvolume can make others
 * in it, which count for themselves; so each gets a group of its own that is limited, and all that are nested join it. With simple
 * quotas most join by the kernel's doing when they are made, and the rest here. Not thread-safe.
 */
final class Fences {
    private static final Logger LOG = Logger.getLogger(Fences.class);

    /** Levels are anybody's to choose; this one is hardly anybody else's. */
    private static final String LEVEL = "2614/";

    private final Btrfs filesystem;
    private final BiFunction<String, Group, Optional<String>> limit;

    /**
     * Fences around the subvolumes of a directory.
     *
     * @param limit of a subvolume by its name, in bytes or {@code none}; empty: it is left alone
     */
    Fences(Btrfs filesystem, BiFunction<String, Group, Optional<String>> limit) {
        this.filesystem = filesystem;
        this.limit = limit;
    }

    /** Puts up what is missing and takes down what stands around nothing; what each subvolume uses then, by name, in bytes. */
    Map<String, Long> mend() throws IOException, InterruptedException {
        List<Group> groups = filesystem.groups();
        Map<String, Group> byId = groups.stream().collect(Collectors.toMap(Group::id, group -> group));
        Map<String, List<Group>> byName = groups.stream()
                .filter(group -> filesystem.below(group).isPresent())
                .collect(Collectors.groupingBy(this::name));
        Map<String, Long> used = new HashMap<>();
        for (var entry : byName.entrySet()) {
            try {
                put(entry.getKey(), entry.getValue(), byId).ifPresent(fence -> used.put(entry.getKey(), fence.used()));
            } catch (IOException e) { // something of hers may just have gone; the others must not wait for that
                LOG.warnf("not all of %s is limited yet: %s", entry.getKey(), e.getMessage());
            }
        }
        for (Group fence : groups) {
            if (fence.id().startsWith(LEVEL)
                    && fence.children().isEmpty()
                    && !byId.containsKey("0/" + fence.number())) {
                takeDown(fence);
            }
        }
        return used;
    }

    private String name(Group subvolume) {
        return filesystem.below(subvolume).orElseThrow().split("/", 2)[0];
    }

    /** The fence around a subvolume and what is nested in it, if there is to be one. */
    private Optional<Group> put(String name, List<Group> nested, Map<String, Group> byId)
            throws IOException, InterruptedException {
        Optional<Group> head = nested.stream()
                .filter(group -> filesystem.below(group).orElseThrow().equals(name))
                .findFirst();
        Optional<String> most = head.flatMap(group -> limit.apply(name, group));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        String id = LEVEL + head.get().number();
        Group fence = byId.get(id);
        if (fence == null) {
            filesystem.createGroup(id);
        }
        if (fence == null || !fence.most().equals(most.get())) {
            filesystem.limit(id, most.get());
        }
        for (Group inside : nested) {
            if (!inside.parents().contains(id)) {
                filesystem.assign(inside, id);
            }
            for (String parent : inside.parents()) {
                if (parent.startsWith(LEVEL) && !parent.equals(id)) { // whoever makes a subvolume can name any group
                    filesystem.remove(inside, parent);
                }
            }
        }
        return Optional.of(fence == null ? head.get() : fence);
    }

    /** What was deleted in it may still be counted for a while; then it stays until the next time. */
    private void takeDown(Group fence) throws InterruptedException {
        try {
            filesystem.destroyGroup(fence.id());
        } catch (IOException notYet) {
            LOG.debugf("%s", notYet.getMessage());
        }
    }
}
