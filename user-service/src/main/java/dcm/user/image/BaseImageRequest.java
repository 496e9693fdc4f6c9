package dcm.user.image;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageSource.Kind;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.BaseImageIntent.ChangeBaseImage;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.user.rule.FieldRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT} and {@code PATCH /v1/catalog/images/NAME}. */
public record BaseImageRequest(
        @Schema(description = "Name or digest of an image that the hosts already have", examples = "lab/numerics:7")
        @Nullable
        String local,

        @Schema(
                description = "Image that the hosts pull, with the registry credentials of each host's Docker client",
                examples = "registry.lab.example/numerics:7")
        @Nullable
        String registry,

        @Schema(
                description = "URL of an archive written by docker save; file:/// is a file on each host",
                examples = "https://files.lab.example/numerics.tar.gz")
        @Nullable
        String tarball,

        @Schema(description = "Directory with a Dockerfile in the recipes directory of each host", examples = "python")
        @Nullable
        String recipe,

        @Schema(description = "Image of a user, on the host that has it") @Nullable
        Promoted promote,

        @Schema(description = "The only host that offers the image. Default: all hosts", examples = "n1") @Nullable
        String host,

        @Schema(description = "Description for users, one line of at most 500 characters") @Nullable
        String description,

        @Schema(
                description = "Groups whose members may use the image. Default at registration: everybody",
                examples = "[\"students\"]")
        @Nullable
        List<String> groups) {
    /** An image reference that Docker and registries accept and that no command can parse as an option. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");

    /** A URL without user, query and fragment, because a user name or password in it would be stored in the log. */
    private static final Pattern ADDRESS = Pattern.compile("(https?://|file:///)[A-Za-z0-9][A-Za-z0-9._/:~%+-]{0,500}");

    private static final Pattern RECIPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** An account's own image. */
    public record Promoted(
            @Schema(required = true, examples = "alice") @Nullable
            String account,

            @Schema(required = true, examples = "solver:2") @Nullable
            String image) {
        OwnerName owner() {
            return new OwnerName(given("promote.account", account));
        }

        ImageName name() {
            return new ImageName(given("promote.image", image));
        }

        private static String given(String field, @Nullable String value) {
            return Optional.ofNullable(value)
                    .orElseThrow(() -> new InvalidValueException(field + ": account and image are required."));
        }
    }

    /** The image to promote; empty if the request names another source. */
    Optional<Promoted> promoted() {
        return Optional.ofNullable(promote);
    }

    RegisterBaseImage toRegister(ImageName name) {
        oneSource();
        return new RegisterBaseImage(name, source(), FieldRules.description(description), namedGroups());
    }

    PromoteImage toPromote(ImageName name, Promoted of) {
        oneSource();
        String words = FieldRules.description(description);
        return new PromoteImage(
                of.name(), name, words.isEmpty() ? of.name() + " of " + of.owner() : words, namedGroups());
    }

    ChangeBaseImage toChange(ImageName name) {
        if (Stream.of(local, registry, tarball, recipe, promote, host).anyMatch(Objects::nonNull)) {
            throw new InvalidValueException(
                    "PATCH can change only description and groups. Use PUT to register a new version.");
        }
        return new ChangeBaseImage(
                name,
                description == null ? null : FieldRules.description(description),
                groups == null ? null : namedGroups());
    }

    private void oneSource() {
        long given = Stream.of(local, registry, tarball, recipe, promote)
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw new InvalidValueException("Set exactly one of local, registry, tarball, recipe and promote.");
        }
        if (promote != null && host != null) {
            throw new InvalidValueException("host: A promoted image stays on its host. Leave it out.");
        }
    }

    private BaseImageSource source() {
        HostName only = host == null ? null : new HostName(host);
        if (local != null) {
            return new BaseImageSource(Kind.LOCAL, checked("local", local, REFERENCE), only);
        }
        if (registry != null) {
            return new BaseImageSource(Kind.REGISTRY, checked("registry", registry, REFERENCE), only);
        }
        if (tarball != null) {
            return new BaseImageSource(Kind.TARBALL, checked("tarball", tarball, ADDRESS), only);
        }
        return new BaseImageSource(Kind.RECIPE, checked("recipe", String.valueOf(recipe), RECIPE), only);
    }

    private static String checked(String field, String value, Pattern shape) {
        if (!shape.matcher(value).matches()) {
            throw new InvalidValueException(field + ": Invalid value: '" + value + "'.");
        }
        return value;
    }

    private List<GroupName> namedGroups() {
        if (groups == null) {
            return List.of(GroupName.EVERYBODY);
        }
        if (groups.isEmpty()) {
            throw new InvalidValueException(
                    "groups: At least one group is required. The group 'everybody' has all accounts.");
        }
        return groups.stream().map(GroupName::new).distinct().toList();
    }
}
