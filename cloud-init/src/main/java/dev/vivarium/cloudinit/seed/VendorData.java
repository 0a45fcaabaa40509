package dev.vivarium.cloudinit.seed;

/** What a provider of images would add: nothing, said explicitly. */
public record VendorData() {

    /** The document {@code vendor-data}. */
    public String render() {
        return UserData.NOTHING;
    }
}
