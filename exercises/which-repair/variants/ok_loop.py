def factors(stds):
    found, before = [], 1
    for now in stds:
        found.append(before / now)
        before = now
    return found
