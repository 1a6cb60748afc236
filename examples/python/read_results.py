import tanimark_results as tanimark

tanimark.run("split", "dataset:drugs", "-o", "split.csv")
score = tanimark.run("score", "--split", "split.csv")
mae = score.group("[0, 1/3)", "knn").metrics["mae"]
print(f"knn, low similarity: {mae.value:.2f}, 95% CI {mae.ci95[0]:.2f} to {mae.ci95[1]:.2f}")
try:
    tanimark.run("score", "--split", "split.csv", "--metrics", "rsme")
except tanimark.TanimarkError as error:
    print(f"{error.code}: {error.remedy}")
