package dcm.worker.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A container engine, as far as the worker uses it. It shows and touches containers of this installation only. Every method
 * blocks and throws {@link EngineException}. Thread-safe.
 */
public interface Engine {
    EngineInfo info();

    /** How it is set up. */
    EngineTraits traits();

    /** The image that the engine has under this name, under the name that people use for it. */
    Optional<Image> image(String reference);

    /** What is known of an image; empty if there is none. */
    Optional<ImageContent> content(ImageDigest digest);

    /** What a commit has made of this id; empty if there is nothing. */
    Optional<ImageDigest> committed(ImageId id);

    /**
     * Makes an image of a container as it is. A running one is paused meanwhile, and goes on afterwards unless the engine fails.
     *
     * @throws EngineException.TooManyLayers if it stands on as many as an image can have
     */
    ImageDigest commit(ContainerId container, ImageId id, String message);

    /**
     * The same into one layer, which stands on no other image. Its environment, entry point and user are the container's.
     *
     * @param progress is told now and then how many bytes were read
     */
    ImageDigest flatten(ContainerId container, ImageId id, String message, LongConsumer progress);

    /** The same of an image: its environment, entry point and user are kept. */
    ImageDigest flatten(ImageDigest image, ImageId id, String message, LongConsumer progress);

    /** Has an image under this id, too; false if there is no image of this content. */
    boolean adopt(ImageDigest digest, ImageId id);

    /**
     * Removes what was committed under this id, and what an attempt that was cut short left of it; false while a container uses
     * it. What is not there is removed.
     */
    boolean removeCommitted(ImageId id);

    List<EngineContainer> list();

    /** How many {@link #list()} would show, without looking at each. */
    int count();

    Optional<EngineContainer> find(ContainerId id);

    /** Makes sure that the owner's private network exists. */
    void ensureNetwork(OwnerName owner);

    /** Removes the owner's private network, in which no container must be; one that is not there is removed. */
    void removeNetwork(OwnerName owner);

    /**
     * Makes the container; it does not run yet.
     *
     * @throws EngineException.AlreadyThere if one of this id is there
     */
    void create(NewContainer container);

    void start(ContainerId id);

    /** Stops the container, by force after {@code patience}; stopping a stopped one changes nothing. */
    void stop(ContainerId id, Duration patience);

    void pause(ContainerId id);

    void unpause(ContainerId id);

    /** Removes the container, running or not; removing an absent one changes nothing. */
    void remove(ContainerId id);

    /** The container's SSH host key; empty if it has none. */
    Optional<HostKey> hostKey(ContainerId id);

    /**
     * What the container's first process, and what that started, printed.
     *
     * @param tail how many of the last lines that are there already
     * @param follow whether to go on with what comes
     */
    Feed<byte[]> logs(ContainerId id, int tail, boolean follow);

    /**
     * What a running container uses, every second.
     *
     * @param follow whether to go on after the first
     */
    Feed<ContainerUse> use(ContainerId id, boolean follow);

    /** The processes of a running container. */
    List<ContainerProcess> processes(ContainerId id);

    /**
     * Ends the SSH logins of a running container that were begun at least so long ago, by force. What its owner has made of its
     * SSH server may hide them.
     */
    void endSessions(ContainerId id, Duration age);

    /** How many bytes a container's own layer holds; empty if there is no such container. It takes a while to count them. */
    Optional<Long> written(ContainerId id);

    /** The last lines that the container's first process printed. */
    String lastWords(ContainerId id);

    /**
     * Calls {@code onChange} when the engine hints that a container changed, and after every new connection to it, until closed.
     * Hints can be lost; they only say that it is time to look.
     */
    AutoCloseable watch(Runnable onChange);
}
