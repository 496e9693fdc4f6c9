package dcm.worker.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;

/**
 * Pushes an image, from an archive in the format of {@code docker save}. Each layer is compressed while it is sent, so
 * no copy of it is stored, and its digest is known only afterwards. Not thread-safe.
 */
final class ImagePush {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

    /** Files below this size that look like JSON are kept in memory: one of them is the configuration of the image. */
    private static final int LARGEST_DOCUMENT = 4 << 20;

    /** In bytes; limits the memory for one push. */
    private static final long MAX_DOCUMENTS = LARGEST_DOCUMENT;

    /** Below this path, the name of a file is the digest of its content. */
    private static final String CONTENT_ADDRESSED = "blobs/sha256/";

    private static final long STEP = 16L << 20;
    private static final int MAX_LINKS = 8;

    private final RegistryConnection connection;
    private final Consumer<String> progress;
    private final Map<String, Descriptor> known;
    private final Map<String, Descriptor> layers = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private long documentBytes;

    /** @param progress receives a sentence about each step */
    ImagePush(RegistryConnection connection, Consumer<String> progress) {
        this(connection, progress, new HashMap<>());
    }

    /**
     * The same.
     *
     * @param known layers that were pushed before, by their names in archives; they are not sent again if the registry still
     *     has them, and new ones are added
     */
    ImagePush(RegistryConnection connection, Consumer<String> progress, Map<String, Descriptor> known) {
        this.connection = connection;
        this.progress = progress;
        this.known = known;
    }

    /**
     * Pushes the image.
     *
     * @return the digest of its manifest
     */
    String push(InputStream archive, ImageReference to) throws IOException {
        JsonNode image = JSON.missingNode();
        // Not closed: the caller closes the archive, and closing would read the rest.
        TarArchiveInputStream files = new TarArchiveInputStream(archive);
        for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
            if (file.isSymbolicLink() || file.isLink()) {
                links.put(file.getName(), target(file));
            } else if (file.getName().equals("manifest.json")) {
                image = JSON.readTree(files.readAllBytes()).path(0);
            } else if (file.isFile()) {
                add(file, files);
            }
        }
        byte[] manifest = manifest(image);
        finish(connection
                .request("PUT", "manifests/" + to.version())
                .setEntity(new ByteArrayEntity(manifest, ContentType.create(MANIFEST_TYPE)))
                .build());
        return Digests.of(manifest);
    }

    private void add(TarArchiveEntry file, TarArchiveInputStream content) throws IOException {
        Descriptor pushed = known.get(file.getName());
        if (pushed != null && connection.hasBlob(pushed.digest())) {
            layers.put(file.getName(), pushed);
            return;
        }
        if (file.getSize() > LARGEST_DOCUMENT) {
            addLayer(file.getName(), content);
            return;
        }
        byte[] bytes = content.readAllBytes();
        if (isDocument(bytes)) {
            documentBytes += bytes.length;
            if (documentBytes > MAX_DOCUMENTS) {
                throw new IOException(
                        "the configuration of the image is larger than " + (MAX_DOCUMENTS >> 20) + " MiB");
            }
            documents.put(file.getName(), bytes);
        } else {
            addLayer(file.getName(), new ByteArrayInputStream(bytes));
        }
    }

    private void addLayer(String name, InputStream content) throws IOException {
        Descriptor layer = upload(content);
        layers.put(name, layer);
        if (name.startsWith(CONTENT_ADDRESSED)) {
            known.put(name, layer);
        }
    }

    /** Whether a file looks like JSON. Each header of a tar archive contains a zero byte, so a layer does not. */
    private static boolean isDocument(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '{') {
            return false;
        }
        for (int i = 0; i < Math.min(bytes.length, TarConstants.DEFAULT_RCDSIZE); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] manifest(JsonNode image) throws IOException {
        byte[] config = documents.get(resolved(image.path("Config").asText()));
        if (config == null) {
            throw new IOException("the engine's archive has no configuration of the image");
        }
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST_TYPE);
        manifest.set("config", descriptor(upload(config), CONFIG_TYPE));
        ArrayNode all = manifest.putArray("layers");
        for (JsonNode layer : image.path("Layers")) {
            all.add(descriptor(layer(resolved(layer.asText())), LAYER_TYPE));
        }
        return JSON.writeValueAsBytes(manifest);
    }

    private Descriptor layer(String file) throws IOException {
        Descriptor layer = layers.get(file);
        if (layer == null) {
            throw new IOException("the engine's archive does not contain the layer " + file);
        }
        return layer;
    }

    private static ObjectNode descriptor(Descriptor blob, String type) {
        return JSON.createObjectNode()
                .put("mediaType", type)
                .put("digest", blob.digest())
                .put("size", blob.size());
    }

    private String resolved(String file) {
        String name = file;
        for (int i = 0; i < MAX_LINKS && links.containsKey(name); i++) {
            name = links.get(name);
        }
        return name;
    }

    private static String target(TarArchiveEntry link) {
        return link.isLink()
                ? link.getLinkName()
                : URI.create(link.getName())
                        .resolve(link.getLinkName())
                        .normalize()
                        .getPath();
    }

    /** Compresses a layer and uploads it. */
    private Descriptor upload(InputStream layer) throws IOException {
        URI location = start();
        Sent sent = new Sent();
        URI next;
        try (ClassicHttpResponse response = connection.send(connection
                .request("PATCH", location)
                .setEntity(new EntityTemplate(
                        -1, ContentType.APPLICATION_OCTET_STREAM, null, out -> compress(layer, sent.to(out))))
                .build())) {
            next = connection.location(response);
            RegistryConnection.finish(response);
        }
        Descriptor blob = new Descriptor(Digests.text(sent.sha256), sent.count);
        complete(next, blob, new byte[0]);
        progress.accept("Pushed a layer of " + (blob.size() >> 10) + " KiB.");
        return blob;
    }

    private Descriptor upload(byte[] content) throws IOException {
        Descriptor blob = new Descriptor(Digests.of(content), content.length);
        complete(start(), blob, content);
        return blob;
    }

    private URI start() throws IOException {
        try (ClassicHttpResponse response = connection.send(connection
                .request("POST", "blobs/uploads/")
                .setEntity(new ByteArrayEntity(new byte[0], null))
                .build())) {
            RegistryConnection.finish(response);
            return connection.location(response);
        }
    }

    private void complete(URI location, Descriptor blob, byte[] content) throws IOException {
        String query = location.getRawQuery() == null ? "?" : "&";
        String digest = URLEncoder.encode(blob.digest(), StandardCharsets.UTF_8);
        finish(connection
                .request("PUT", URI.create(location + query + "digest=" + digest))
                .setEntity(new ByteArrayEntity(content, ContentType.APPLICATION_OCTET_STREAM))
                .build());
    }

    private void finish(ClassicHttpRequest request) throws IOException {
        try (ClassicHttpResponse response = connection.send(request)) {
            RegistryConnection.finish(response);
        }
    }

    private static void compress(InputStream layer, OutputStream to) throws IOException {
        GZIPOutputStream compressed = new GZIPOutputStream(to, 1 << 16);
        layer.transferTo(compressed);
        compressed.finish();
    }

    /** Counts and hashes what is sent. */
    private final class Sent {
        private final MessageDigest sha256 = Sha256.digest();
        private long count;
        private long next = STEP;

        OutputStream to(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    sha256.update(bytes, offset, length);
                    count += length;
                    if (count >= next) {
                        next = count + STEP;
                        progress.accept("Sent " + (count >> 20) + " MiB of a layer.");
                    }
                }
            };
        }
    }
}
