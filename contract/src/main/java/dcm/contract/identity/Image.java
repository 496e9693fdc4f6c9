package dcm.contract.identity;

/** An image as DCM means it, by its digest, with the name under which it was offered when it was chosen. */
public record Image(ImageName name, ImageDigest digest) {}
