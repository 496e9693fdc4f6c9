package dcm.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the jar file of a library says about it.
 *
 * @param group its Maven group; null if the jar does not say so
 * @param licenses the names in its own {@code pom.xml}; empty if that only names a parent
 * @param texts licenses and notices, by file name
 */
record LibraryJar(
        @Nullable String group, String name, String version, List<String> licenses, Map<String, byte[]> texts) {
    private static final Pattern TEXT = Pattern.compile(
            "(?i)(META-INF/)?([A-Za-z]+-)?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)([-._][^/]*)?|META-INF/LICEN[CS]ES?/[^/]+");

    private static final Pattern PROPERTIES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern FILE = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    static LibraryJar of(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Map<String, byte[]> texts = new TreeMap<>();
            for (ZipEntry entry : jar.stream().toList()) {
                if (!entry.isDirectory() && TEXT.matcher(entry.getName()).matches()) {
                    texts.putIfAbsent(fileName(entry.getName()), read(jar, entry));
                }
            }
            List<ZipEntry> properties = jar.stream()
                    .map(ZipEntry.class::cast)
                    .filter(entry -> PROPERTIES.matcher(entry.getName()).matches())
                    .toList();
            // A jar that contains other libraries has several.
            return properties.size() == 1
                    ? described(jar, properties.getFirst(), texts)
                    : named(file.getFileName().toString(), texts);
        }
    }

    private static LibraryJar described(JarFile jar, ZipEntry entry, Map<String, byte[]> texts) throws IOException {
        Properties properties = new Properties();
        try (InputStream input = jar.getInputStream(entry)) {
            properties.load(input);
        }
        ZipEntry pom = jar.getEntry(entry.getName().replace("pom.properties", "pom.xml"));
        return new LibraryJar(
                properties.getProperty("groupId"),
                Objects.requireNonNull(properties.getProperty("artifactId"), entry.getName()),
                Objects.requireNonNull(properties.getProperty("version"), entry.getName()),
                pom == null ? List.of() : licenses(jar, pom),
                texts);
    }

    private static LibraryJar named(String file, Map<String, byte[]> texts) {
        Matcher parts = FILE.matcher(file);
        return parts.matches()
                ? new LibraryJar(null, parts.group(1), parts.group(2), List.of(), texts)
                : new LibraryJar(null, file.replaceFirst("\\.jar$", ""), "", List.of(), texts);
    }

    private static List<String> licenses(JarFile jar, ZipEntry pom) throws IOException {
        try (InputStream input = jar.getInputStream(pom)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(input);
            Set<String> names = new LinkedHashSet<>();
            NodeList found = document.getElementsByTagName("license");
            for (int i = 0; i < found.getLength(); i++) {
                child(found.item(i), "name").ifPresent(names::add);
            }
            return List.copyOf(names);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("%s in %s cannot be read".formatted(pom.getName(), jar.getName()), e);
        }
    }

    private static Optional<String> child(Node parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(name)) {
                return Optional.of(children.item(i).getTextContent().strip().replaceAll("\\s+", " "));
            }
        }
        return Optional.empty();
    }

    private static byte[] read(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream input = jar.getInputStream(entry)) {
            return input.readAllBytes();
        }
    }

    private static String fileName(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }
}
