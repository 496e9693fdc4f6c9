package dcm.contract.identity;

/** An image, identified by its digest, with the name under which it was selected. */
public record Image(ImageName name, ImageDigest digest) {}
