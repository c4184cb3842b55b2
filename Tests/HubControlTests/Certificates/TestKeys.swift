/// Keys that are too slow to make anew for each test.
enum TestKeys {
    /// 2048 bits, and good for nothing but tests.
    static let rsa = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDGjGEY9X20Fiyu
        qAqmblceFjhi8yoqeu2EI6m4HSq63Il9DBmUAUH89k1GTm0i8pHRsnpV1W2BVgNB
        J5ckGNxwuhcanPPyJ9lqiFpQETrR4fcQQr3tbF3b897I9CKvGiqXnILdstEqtsBO
        f05kgHyytKfR65Kxu7p11UHddd14Pzj8N/2/btnAIsIW1ryl75VLZYbu4mZcIRnn
        lC7IzQQeHxCaSTeBosw2UuXKptnpGuKKKrr1/hKxB0dJkAiWkDy2O49uR2TvgzbI
        zNZgjrgoFJc2RAYgGDxMKMzh22reRPqXKwbOgDUr0XMxB66oAFNL6RiS8aMSiKcT
        VRe4iDnzAgMBAAECggEABcoBC6vBek6Ee9KpINXNDUodwFDXYKvMchiQpiKuHvN9
        TAo7JCWRbGWgzc9kxSTz7NmjUZoBzsh1vhsARe9k6JYoFdgQJ+qBcMPjeA1cMUfM
        +/L7UvfsO2YQD6V3BT7QqNV4L+aMb7zkpYsZhy7sEPQ2VVuH5Xx80nJEDd8hrtnH
        6khkpyI6Hoaai0wWEW070SWOEHRMAzXSL8CBCH/FfLOTNCumeIkskwefHZfb9k3h
        XEEZ6i9N0hS6gEyB4JSBxiPCF6mlSf4+xjY3yBfRf3kSkq/ANU+HVP8LSfguuKtP
        sZF+tb4K02yobuqIIgyuQ4sVl7xj5M/07uuqgEdL5QKBgQDiPdTipQ9R6OASqnyT
        Taqq4vWLE0JIcCuCrl8T5cqGl6REyzFTl4fE00ugJnHJtsi8g8ld5vm/3DluJu4w
        BTdnIBRmMtCAp1OzumlR+URT1VdAIgWi8ufp0aV4w18t1EFBCw8vqSAzJbLDsFT4
        xZblL61bpUClHrBbDn+DEp3kLQKBgQDgqgsMA/k3UirJVFXvY3U9imwbYFknP//m
        65UUzxYf/8Bh30MvwnkyEmTz9qnib5ERg/Pi/b3r0Sfrnp1wGGe2Y2LKJFED0EJD
        McUwXLMYnwCQIMy3DvJUUgP+ZOpINxEnBhBd7OcpxNwmzMeqDCy/gQxo6QRREQQJ
        NU5nA5zKnwKBgAHvx4+9G/l2hdyDCxfztT9LPBDZtFqMY0L2HSg9clNenvBb0OtH
        Q8lCicYwLg8s+mDqu+GK5Z5n0zIHMUjF8qh2VNZfHvvK8uN5+AbUnGofTGTnJac0
        bxnISqNTANCSnZBh+NpOl1D4xKP6MXADuPvzQYekTX5cWeQdpqfHlARtAoGAaJDc
        eWg0C3qT7YbyRGxvOgh+TrOmay1PhwQpLDlCm/wmZ6dJlyYV0KddE2vAIGM7CwL2
        dbUSO3rq8LCvqGfDhdF2Po1uo66/2JSGqf7LYO9IjMynW6B6S6Ksty/zF0+CDT62
        SXElGnzE1s5DNDNcdHm08/NYjf60eTC1YB7/UBMCgYB4BEPz9/ltmLrVFHYTFhn4
        d0lHOnrz07DPagzqwkTO4tdGeBdDUr2dXaH/HJuN8XQ+Opo21PevXpcFlPp8Bf2h
        Id7Tr6bJ39Vw63BnUSqs1E8Pf5Tt63639vmHP+ClXZRJozvLchX69+ZIpBppwf56
        rXdtOCaEStgJFYvjbbKmiw==
        -----END PRIVATE KEY-----
        """
}
