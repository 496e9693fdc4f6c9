package dcm.worker.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.identity.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Turns an image of a registry into an archive in the format of {@code docker save}, while the archive is read. So a
 * pulled image is checked like an uploaded archive.
 */
final class PulledImage {
    private static final ObjectMapper JSON = RegistryJson.MAPPER;

    /** In bytes; the limit that registries apply. */
    private static final int LARGEST_MANIFEST = 1 << 20;

    private static final int MAX_LAYERS = 127; // as many as Docker runs

    private static final String ACCEPTED = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final RegistryConnection connection;
    private final String architecture;

    /** @param architecture of this host, in the words of registries, such as {@code amd64} */
    private PulledImage(RegistryConnection connection, String architecture) {
        this.connection = connection;
        this.architecture = architecture;
    }

    /** The archive. Closing it closes the connection. */
    static InputStream archive(RegistryConnection connection, ImageReference from) throws IOException {
        return new PulledImage(connection, architecture()).archive(from);
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") ? "arm64" : name;
    }

    private InputStream archive(ImageReference from) throws IOException {
        JsonNode found = manifest(from.version(), from.hasDigest());
        JsonNode manifest = found.path("manifests").isArray() ? manifest(ofThisPlatform(found), true) : found;
        Descriptor config = descriptor(manifest.path("config"));
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            layers.add(descriptor(layer));
        }
        if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
            throw connection
                    .errors()
                    .failed("The manifest has " + layers.size() + " layers. It is not an image that DCM can pull.");
        }
        Set<Descriptor> blobs = new LinkedHashSet<>();
        blobs.add(config);
        blobs.addAll(layers);
        List<InputStream> parts = new ArrayList<>();
        for (Descriptor blob : blobs) {
            add(parts, blob.file(), new PulledBlob(connection, blob), blob.size());
        }
        byte[] list = list(config, layers);
        add(parts, "manifest.json", new ByteArrayInputStream(list), list.length);
        parts.add(new ByteArrayInputStream(new byte[2 * TarConstants.DEFAULT_RCDSIZE]));
        return new Archive(new SequenceInputStream(Collections.enumeration(parts)), connection);
    }

    private JsonNode manifest(String version, boolean isDigest) throws IOException {
        byte[] content;
        try (ClassicHttpResponse response = connection.send(connection
                .request("GET", "manifests/" + version)
                .addHeader(HttpHeaders.ACCEPT, ACCEPTED)
                .build())) {
            content = RegistryConnection.body(response, LARGEST_MANIFEST);
        }
        if (isDigest && !Digests.of(content).equals(version)) {
            throw connection.errors().failed("The content of the manifest does not have the digest " + version + ".");
        }
        try {
            return JSON.readTree(content);
        } catch (IOException e) {
            throw connection.errors().failed("The manifest is not JSON, or has more than 1 MiB or 20000 values.");
        }
    }

    private String ofThisPlatform(JsonNode index) throws IOException {
        for (JsonNode manifest : index.path("manifests")) {
            JsonNode platform = manifest.path("platform");
            if (platform.path("os").asText().equals("linux")
                    && platform.path("architecture").asText().equals(architecture)) {
                return descriptor(manifest).digest();
            }
        }
        String offered = StreamSupport.stream(index.path("manifests").spliterator(), false)
                .map(manifest -> manifest.path("platform"))
                .map(platform -> platform.path("os").asText() + "/"
                        + platform.path("architecture").asText())
                .filter(platform -> platform.matches("[a-z0-9]{1,20}/[a-z0-9]{1,20}"))
                .distinct()
                .limit(20)
                .collect(Collectors.joining(", "));
        throw connection
                .errors()
                .failed("The image has no variant for linux/" + architecture
                        + ", the platform of the host. It has variants for: " + offered + ".");
    }

    private Descriptor descriptor(JsonNode node) throws IOException {
        return Descriptor.of(node)
                .orElseThrow(() -> connection
                        .errors()
                        .failed("The manifest has no valid config or layers. It is not an image that DCM can pull."));
    }

    private static void add(List<InputStream> parts, String name, InputStream content, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        // Like tar, sizes of 8 GiB and more in binary.
        try {
            entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new IllegalArgumentException(name, e); // the names have ASCII characters only
        }
        parts.add(new ByteArrayInputStream(header));
        parts.add(content);
        parts.add(new ByteArrayInputStream(new byte[(int) (-size & (TarConstants.DEFAULT_RCDSIZE - 1))]));
    }

    private static byte[] list(Descriptor config, List<Descriptor> layers) throws IOException {
        ObjectNode image = JSON.createObjectNode();
        image.put("Config", config.file());
        ArrayNode files = image.putArray("Layers");
        layers.forEach(layer -> files.add(layer.file()));
        return JSON.writeValueAsBytes(JSON.createArrayNode().add(image));
    }

    /** Closes the connection, which ends a request whose response is not read completely. */
    private static final class Archive extends FilterInputStream {
        private final RegistryConnection connection;

        Archive(InputStream archive, RegistryConnection connection) {
            super(archive);
            this.connection = connection;
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
