/** Images: commits, base images, archives and the registry. */
package dcm.journey.image;
