package dev.vivarium.proxmox.fake.access;

/**
 * Who sent a request.
 *
 * @param name as in a UPID: {@code root@pam}, or {@code root@pam!rig} for a token
 * @param rights what it may do
 */
public record Caller(String name, Rights rights) {

    /** Only root by its password: its tokens are not. */
    public boolean isRoot() {
        return name.equals("root@pam");
    }

    /** Without the token's name. */
    public String user() {
        return isToken() ? name.substring(0, name.indexOf('!')) : name;
    }

    /** Empty without a token. */
    public String tokenId() {
        return isToken() ? name.substring(name.indexOf('!') + 1) : "";
    }

    public boolean isToken() {
        return name.indexOf('!') >= 0;
    }
}
