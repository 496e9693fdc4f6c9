package dcm.worker.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The part of a container engine that the worker uses. It shows and changes only containers of this installation. Every
 * method blocks and throws {@link EngineException}. Thread-safe.
 */
public interface Engine {
    EngineInfo info();

    /** The configuration of the engine. */
    EngineConfiguration configuration();

    /** The image with this reference, under the name that users use for it. */
    Optional<Image> findImage(String reference);

    /** The content of an image; empty if the engine does not have it. */
    Optional<ImageContent> imageContent(ImageDigest digest);

    /** The digest of the image that was committed under this id; empty if there is none. */
    Optional<ImageDigest> committedImage(ImageId id);

    /**
     * Commits a container to an image. A running container is paused during the commit and resumed afterwards, unless
     * the engine fails.
     *
     * @param most how many bytes the new layer may have; a sparse file counts completely, because the engine writes it so
     * @throws EngineException.TooManyLayers if the image would exceed the maximum number of layers
     * @throws EngineException.ImageTooLarge if the layer would exceed the limit
     */
    ImageDigest commit(ContainerId container, ImageId id, String message, long most);

    /**
     * Commits a container to an image of a single layer without a parent. Keeps the container's environment, entry
     * point and user.
     *
     * @param most how many bytes the image may have, as an archive
     * @param progress receives the number of bytes read so far
     * @throws EngineException.ImageTooLarge if the image would exceed the limit; nothing of it remains
     */
    ImageDigest flatten(ContainerId container, ImageId id, String message, long most, LongConsumer progress);

    /** Flattens an image to a single layer, like a container. Keeps its environment, entry point and user. */
    ImageDigest flatten(ImageDigest image, ImageId id, String message, long most, LongConsumer progress);

    /** Also tags the image with this id; false if the engine has no image of this digest. */
    boolean tagImage(ImageDigest digest, ImageId id);

    /**
     * Removes the image that was committed under this id and the remains of an interrupted attempt; false while a
     * container uses it. Returns true if there is nothing to remove.
     */
    boolean removeImage(ImageId id);

    /** The containers, without those that the engine cannot inspect. */
    List<EngineContainer> list();

    /** The owners of all containers, also of those that the engine cannot inspect. */
    Map<ContainerId, OwnerName> owners();

    /** Everything about this installation's containers and images, for audits. */
    EngineInspection inspection();

    /** The number of containers, without inspecting each. */
    int count();

    /** The number of containers that carry another installation's label, by the id of that installation. */
    Map<String, Integer> containersOfOtherInstallations();

    Optional<EngineContainer> find(ContainerId id);

    /**
     * Creates the owner's private network unless it exists. When no addresses are free, networks of owners without
     * containers make room.
     *
     * @throws EngineException.AddressesTaken if all owners with networks have containers
     */
    void ensureNetwork(OwnerName owner);

    /** The number of one owner's containers that can find each other in the owner's private network. */
    int maxContainersPerOwner();

    /** Removes the owner's private network, which must have no containers; does nothing if there is none. */
    void removeNetwork(OwnerName owner);

    /**
     * Creates the container without starting it.
     *
     * @throws EngineException.AlreadyExists if a container of this id exists
     */
    void create(NewContainer container);

    void start(ContainerId id);

    /** Stops the container, by force after {@code timeout}; does nothing if it is stopped. */
    void stop(ContainerId id, Duration timeout);

    void pause(ContainerId id);

    void unpause(ContainerId id);

    /** Removes the container, even while it runs; does nothing if there is none. */
    void remove(ContainerId id);

    /** The container's SSH host key; empty if it has none. */
    Optional<HostKey> hostKey(ContainerId id);

    /**
     * The output of the container's first process and its children.
     *
     * @param tail how many of the existing last lines to return
     * @param timestamps whether each line begins with the time of its output, in UTC
     * @param follow whether to continue with new output
     */
    EngineStream<byte[]> logs(ContainerId id, int tail, boolean timestamps, boolean follow);

    /**
     * The resource usage of a running container, once a second.
     *
     * @param follow whether to continue after the first value
     */
    EngineStream<ContainerUsage> usage(ContainerId id, boolean follow);

    /** The processes of a running container. */
    List<ContainerProcess> processes(ContainerId id);

    /**
     * Kills the SSH sessions of a running container that are at least {@code age} old. A modified SSH server may hide
     * sessions from this.
     */
    void endSessions(ContainerId id, Duration age);

    /**
     * The size of a container's own layer in bytes; empty if there is no such container. Slow, because the engine
     * counts the files.
     */
    Optional<Long> writableLayerBytes(ContainerId id);

    /** The last lines of the output of the container's first process. */
    String lastOutput(ContainerId id);

    /** Receives the engine's signals. Signals can be lost, so they are only hints to reconcile. The methods must return quickly. */
    interface Watcher {
        /** At the beginning and after each reconnection: any container may have changed. */
        void connected();

        /** A container may have changed. */
        void changed(ContainerId container);
    }

    /** Notifies {@code watcher} until closed. */
    AutoCloseable watch(Watcher watcher);
}
