package dcm.worker.engine.docker;

import static dcm.worker.engine.docker.DockerCalls.once;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.transport.DockerHttpClient;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Sha256;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The base images in the Docker Engine. A version has the tag {@code KEY-vN} in a repository of the installation, and a
 * second tag once it has passed the login test. So the state is kept as long as the image.
 */
public final class DockerBaseImages implements BaseImageStore {
    private static final Pattern TAG = Pattern.compile("([0-9a-f]{16})-v([0-9]+)(-checked)?");

    /** A recipe's name: the name of a folder, not a path. */
    private static final Pattern RECIPE = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    private static final String LOADING = ":loading-";

    private final DockerClients clients;
    private final DockerClient docker;
    private final DockerNames names;
    private final DockerNetworks networks;
    private final Optional<Path> recipes;
    private final LayerLimit layers;

    /**
     * Creates the store for the engine at an address.
     *
     * @param dockerHost {@code unix:///…} or {@code tcp://…}
     * @param installation the installation whose images are shown and changed
     * @param networkPool see {@code DCM_HOST_NETWORKS}
     * @param recipes the folder that contains the recipes
     * @param layers limits the layers of test containers
     */
    public DockerBaseImages(
            String dockerHost, String installation, String networkPool, Optional<Path> recipes, LayerLimit layers) {
        this.clients = new DockerClients(dockerHost);
        this.docker = clients.client();
        this.names = new DockerNames(installation);
        this.networks = new DockerNetworks(docker, networkPool);
        this.recipes = recipes;
        this.layers = layers;
    }

    @Override
    public String key(ImageName image) {
        return Sha256.digits(image.value());
    }

    @Override
    public List<StoredVersion> storedVersions() {
        return once(() -> {
            List<StoredVersion> versions = new ArrayList<>();
            docker.listImagesCmd()
                    .withReferenceFilter(names.baseImages())
                    .exec()
                    .forEach(image -> Stream.ofNullable(image.getRepoTags())
                            .flatMap(Stream::of)
                            .filter(tag -> tag.startsWith(names.baseImages() + ":"))
                            .map(tag ->
                                    TAG.matcher(tag.substring(names.baseImages().length() + 1)))
                            .filter(Matcher::matches)
                            .map(tag -> new StoredVersion(
                                    tag.group(1),
                                    Integer.parseInt(tag.group(2)),
                                    tag.group(3) != null,
                                    new ImageDigest(image.getId())))
                            .forEach(versions::add));
            return versions;
        });
    }

    @Override
    public String reference(StoredVersion version) {
        return names.baseImages() + ":" + tag(version.key(), version.version(), version.checked());
    }

    private static String tag(String key, int version, boolean checked) {
        return key + "-v" + version + (checked ? "-checked" : "");
    }

    @Override
    public ImageDigest fetch(BaseImageSource source, Consumer<String> progress) {
        return switch (source.kind()) {
            case LOCAL -> digest(source.reference());
            case PROMOTED -> digest(source.reference());
            case REGISTRY -> pull(source.reference(), progress);
            case TARBALL -> load(source.reference(), progress);
            case RECIPE -> build(source.reference(), progress);
        };
    }

    private ImageDigest digest(String reference) {
        return once(() -> {
            try {
                return new ImageDigest(Objects.requireNonNull(
                        docker.inspectImageCmd(reference).exec().getId()));
            } catch (NotFoundException e) {
                throw new EngineException("Docker has no image " + reference + " on this host.", e);
            }
        });
    }

    private ImageDigest pull(String reference, Consumer<String> progress) {
        progress.accept("Pulling " + reference + ".");
        String whole = isComplete(reference) ? reference : reference + ":latest";
        try (DockerClient client = clients.longRunning()) {
            client.pullImageCmd(whole)
                    .exec(new PullImageResultCallback() {
                        @Override
                        public void onNext(PullResponseItem item) {
                            super.onNext(item);
                            Optional.ofNullable(item.getProgressDetail())
                                    .ifPresent(bar -> progress.accept(item.getStatus() + " " + item.getId() + "."));
                        }
                    })
                    .awaitCompletion();
        } catch (DockerClientException e) { // already reported in the stream
            throw new EngineException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return digest(whole);
    }

    private ImageDigest load(String address, Consumer<String> progress) {
        progress.accept("Loading " + address + ".");
        String tag = names.baseImages() + LOADING + Sha256.digits(address);
        try (DockerHttpClient client = clients.longRunningTransport()) {
            DockerLoad.load(client, URI.create(address), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EngineException | IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
        return digest(tag);
    }

    /** True if the reference has a tag or digest. Without one, Docker pulls all tags. */
    private static boolean isComplete(String reference) {
        return reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
    }

    private ImageDigest build(String recipe, Consumer<String> progress) {
        Path folder = recipes.filter(known -> RECIPE.matcher(recipe).matches())
                .map(known -> known.resolve(recipe))
                .filter(known -> Files.isRegularFile(known.resolve("Dockerfile")))
                .orElseThrow(() -> new EngineException(
                        recipes.map(known -> "There is no recipe " + recipe + " in " + known + ".")
                                .orElse("This host has no directory of recipes. Set DCM_HOST_RECIPES."),
                        new IllegalArgumentException(recipe)));
        progress.accept("Building the image.");
        try (DockerClient client = clients.longRunning()) {
            String id = client.buildImageCmd(folder.toFile())
                    .withNoCache(true) // to install current package versions
                    .withForcerm(true)
                    .exec(new BuildImageResultCallback() {
                        @Override
                        public void onNext(BuildResponseItem item) {
                            super.onNext(item);
                            String said = Objects.requireNonNullElse(item.getStream(), "");
                            if (said.startsWith("Step ")) {
                                progress.accept(said.strip() + ".");
                            }
                        }
                    })
                    .awaitImageId();
            return digest(id);
        } catch (DockerClientException e) { // already reported in the stream
            throw new EngineException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(ImageName image, int version, ImageDigest digest, boolean checked) {
        once(() -> docker.tagImageCmd(digest.value(), names.baseImages(), tag(key(image), version, checked))
                .exec());
        // The loaded image now has a tag of this installation, so its temporary tag can go.
        once(() -> {
            tags(digest).filter(tag -> tag.contains(LOADING)).forEach(this::removeTag);
            return null;
        });
    }

    private Stream<String> tags(ImageDigest digest) {
        return Objects.requireNonNullElse(
                        docker.inspectImageCmd(digest.value()).exec().getRepoTags(), List.<String>of())
                .stream()
                .filter(tag -> tag.startsWith(names.baseImages() + ":"));
    }

    @Override
    public void remove(StoredVersion version) {
        once(() -> {
            boolean used = !docker.listContainersCmd()
                    .withShowAll(true)
                    .withAncestorFilter(List.of(version.digest().value()))
                    // Only this installation's containers: other installations keep the image with their own tags.
                    .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                    .exec()
                    .isEmpty();
            if (!used) {
                removeTag(reference(version));
            }
            return null;
        });
    }

    private void removeTag(String reference) {
        try {
            docker.removeImageCmd(reference).exec();
        } catch (NotFoundException gone) {
            // already removed
        } catch (ConflictException used) {
            // by a container that was just created from it
        }
    }

    @Override
    public TestContainer startTestContainer(ImageDigest image, String address, String user, PublicKey acceptedKey) {
        return once(
                () -> DockerTestContainer.start(docker, networks, names, layers, image, address, user, acceptedKey));
    }

    private static EngineException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EngineException("The worker is stopping.", e);
    }
}
